import { BlockingIOError, OSError, RuntimeError, ValueError } from "bsd-sockets/errors";
import { b, bytearray, json, print, repr, str, sys } from "bsd-sockets/python";
import * as selectors from "bsd-sockets/selectors";
import type * as socket from "bsd-sockets/socket";
import * as struct from "bsd-sockets/struct";
import type { Content, Header } from "./message-types.ts";

export interface Request {
  type: string;
  encoding: BufferEncoding;
  content: unknown;
}

type Selector = selectors.BaseSelector<Message, socket.Socket>;

export class Message {
  constructor(
    public selector: Selector,
    public sock: socket.Socket | null,
    public addr: socket.Address,
    public request: Request,
  ) {}

  _recv_buffer = bytearray();
  _send_buffer = b``;
  _request_queued = false;
  _jsonheader_len: number | null = null;
  jsonheader: Header | null = null;
  response: unknown = undefined; // Differs from the tutorial: null, 0 and "" are responses too

  /** Set selector to listen for events: mode is 'r', 'w', or 'rw'. */
  _set_selector_events_mask(mode: string): void {
    let events: number;
    if (mode === "r") {
      events = selectors.EVENT_READ;
    } else if (mode === "w") {
      events = selectors.EVENT_WRITE;
    } else if (mode === "rw") {
      events = selectors.EVENT_READ | selectors.EVENT_WRITE;
    } else {
      throw new ValueError(`Invalid events mask mode ${repr(mode)}.`);
    }
    this.selector.modify(this.sock!, events, this);
  }

  _read(): void {
    let data: Buffer;
    try {
      // Should be ready to read
      data = this.sock!.recv(4096);
    } catch (e) {
      // Resource temporarily unavailable (errno EWOULDBLOCK)
      if (e instanceof BlockingIOError) return;
      throw e;
    }
    if (data.length > 0) {
      this._recv_buffer.extend(data);
    } else {
      throw new RuntimeError("Peer closed.");
    }
  }

  _write(): void {
    if (this._send_buffer.length > 0) {
      print(`Sending ${repr(this._send_buffer)} to ${repr(this.addr)}`);
      let sent: number;
      try {
        // Should be ready to write
        sent = this.sock!.send(this._send_buffer);
      } catch (e) {
        // Resource temporarily unavailable (errno EWOULDBLOCK)
        if (e instanceof BlockingIOError) return;
        throw e;
      }
      this._send_buffer = this._send_buffer.subarray(sent);
    }
  }

  _json_encode(obj: unknown, encoding: BufferEncoding): Buffer {
    return Buffer.from(json.dumps(obj), encoding);
  }

  _json_decode(json_bytes: Buffer, encoding: string): unknown {
    return json.loads(new TextDecoder(encoding, { fatal: true }).decode(json_bytes));
  }

  _create_message({ content_bytes, content_type, content_encoding }: Content): Buffer {
    const jsonheader = {
      byteorder: sys.byteorder,
      "content-type": content_type,
      "content-encoding": content_encoding,
      "content-length": content_bytes.length,
    };
    const jsonheader_bytes = this._json_encode(jsonheader, "utf-8");
    const message_hdr = struct.pack(">H", jsonheader_bytes.length);
    return Buffer.concat([message_hdr, jsonheader_bytes, content_bytes]);
  }

  _process_response_json_content(): void {
    const content = this.response as { result?: unknown } | null;
    const result = content?.result;
    print(`Got result: ${str(result)}`);
  }

  _process_response_binary_content(): void {
    const content = this.response;
    print(`Got response: ${repr(content)}`);
  }

  process_events(mask: number): void {
    // Differs from the tutorial: a closed socket, sock === null, is left alone
    if (mask & selectors.EVENT_READ && this.sock) {
      this.read();
    }
    if (mask & selectors.EVENT_WRITE && this.sock) {
      this.write();
    }
  }

  read(): void {
    this._read();

    if (this._jsonheader_len === null) {
      this.process_protoheader();
    }

    if (this._jsonheader_len !== null) {
      if (this.jsonheader === null) {
        this.process_jsonheader();
      }
    }

    if (this.jsonheader !== null) {
      if (this.response === undefined) {
        this.process_response();
      }
    }
  }

  write(): void {
    if (!this._request_queued) {
      this.queue_request();
    }

    this._write();

    if (this._request_queued) {
      if (this._send_buffer.length === 0) {
        // Set selector to listen for read events, we're done writing.
        this._set_selector_events_mask("r");
      }
    }
  }

  close(): void {
    print(`Closing connection to ${repr(this.addr)}`);
    try {
      this.selector.unregister(this.sock!);
    } catch (e) {
      print(`Error: selector.unregister() exception for ${repr(this.addr)}: ${repr(e)}`);
    }

    try {
      this.sock!.close();
    } catch (e) {
      if (!(e instanceof OSError)) throw e;
      print(`Error: socket.close() exception for ${repr(this.addr)}: ${repr(e)}`);
    } finally {
      // Delete reference to socket object for garbage collection
      this.sock = null;
    }
  }

  queue_request(): void {
    const content = this.request.content;
    const content_type = this.request.type;
    const content_encoding = this.request.encoding;
    let req: Content;
    if (content_type === "text/json") {
      req = {
        content_bytes: this._json_encode(content, content_encoding),
        content_type,
        content_encoding,
      };
    } else {
      req = {
        content_bytes: content as Buffer,
        content_type,
        content_encoding,
      };
    }
    const message = this._create_message(req);
    this._send_buffer = Buffer.concat([this._send_buffer, message]);
    this._request_queued = true;
  }

  process_protoheader(): void {
    const hdrlen = 2;
    if (this._recv_buffer.length >= hdrlen) {
      this._jsonheader_len = struct.unpack(">H", this._recv_buffer.slice(0, hdrlen))[0];
      this._recv_buffer.discard(hdrlen);
    }
  }

  process_jsonheader(): void {
    const hdrlen = this._jsonheader_len!;
    if (this._recv_buffer.length >= hdrlen) {
      this.jsonheader = this._json_decode(this._recv_buffer.slice(0, hdrlen), "utf-8") as Header;
      this._recv_buffer.discard(hdrlen);
      for (const reqhdr of [
        "byteorder",
        "content-length",
        "content-type",
        "content-encoding",
      ] as const) {
        if (!Object.hasOwn(this.jsonheader, reqhdr)) {
          throw new ValueError(`Missing required header '${reqhdr}'.`);
        }
      }
    }
  }

  process_response(): void {
    const content_len = this.jsonheader!["content-length"];
    // Differs from the tutorial: for an invalid length it would wait forever, or take the wrong bytes
    if (!Number.isSafeInteger(content_len) || content_len < 0) {
      throw new ValueError(`Invalid content-length ${repr(content_len)}.`);
    }
    if (!(this._recv_buffer.length >= content_len)) return;
    const data = this._recv_buffer.slice(0, content_len);
    this._recv_buffer.discard(content_len);
    if (this.jsonheader!["content-type"] === "text/json") {
      const encoding = this.jsonheader!["content-encoding"];
      this.response = this._json_decode(data, encoding);
      print(`Received response ${repr(this.response)} from ${repr(this.addr)}`);
      this._process_response_json_content();
    } else {
      // Binary or unknown content-type
      this.response = data;
      print(`Received ${str(this.jsonheader!["content-type"])} response from ${repr(this.addr)}`);
      this._process_response_binary_content();
    }
    // Close when response has been processed
    this.close();
  }
}
