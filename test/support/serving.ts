import {
  type Handler,
  type LogEntry,
  type Message,
  MessageParser,
  MessageServer,
  type ServerOptions,
  tutorialHandler,
} from "bsd-sockets/messages";
import { BlockingIOError, ConnectionResetError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";

import { allOf } from "./messages.ts";

const GENEROUS_MILLISECONDS = 50_000;

/**
 * A server and its clients in one thread. The server takes a turn only while a test waits, so the
 * test decides what happens between two turns.
 */
export class Serving implements Disposable {
  readonly server: MessageServer;
  readonly address: socket.InetAddress;
  readonly log: LogEntry[] = [];
  readonly #clients: Client[] = [];

  constructor(options: ServerOptions = {}, handler: Handler = tutorialHandler) {
    const log = (entry: LogEntry): void => void this.log.push(entry);
    this.server = new MessageServer(handler, { log, ...options });
    [this.address] = this.server.listen(["127.0.0.1", 0]) as [socket.InetAddress];
  }

  /** Connects a new client; `prepare` sets its options first. */
  connect(prepare: (sock: socket.Socket) => void = () => undefined): Client {
    const sock: socket.Socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
    const client = new Client(sock);
    this.#clients.push(client);
    prepare(sock);
    sock.connect(this.address);
    sock.setblocking(false);
    return client;
  }

  /** Lets the server take turns until a condition is true. */
  until(condition: () => boolean): void {
    const end = performance.now() + GENEROUS_MILLISECONDS;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`still waiting for ${String(condition)}`);
      if (this.server.isClosed) continue;
      this.server.turn(0.005);
    }
  }

  /** Returns how many times an event was logged. */
  count(event: string): number {
    return this.log.filter((entry) => entry.event === event).length;
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.close();
    this.server.close();
  }
}

/** A client that records everything. */
export class Client implements Disposable {
  readonly sock: socket.Socket;
  readonly messages: Message[] = [];
  /** How the server ended the connection, if it did. */
  end: "closed" | "reset" | null = null;
  readonly #parser = new MessageParser({ contentLength: 2 ** 30 });

  constructor(sock: socket.Socket) {
    this.sock = sock;
  }

  /** Closes the client's end. */
  close(): void {
    this.sock.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Sends as much as fits; returns the number of bytes. */
  send(bytes: Uint8Array): number {
    try {
      return this.sock.send(bytes, socket.MSG_NOSIGNAL);
    } catch (error) {
      if (error instanceof BlockingIOError) return 0;
      throw error;
    }
  }

  /** Receives what has arrived; returns the total number of messages. */
  received(): number {
    while (this.end === null && this.#receive());
    return this.messages.length;
  }

  /** True once the server has ended the connection. */
  hasEnded(): boolean {
    this.received();
    return this.end !== null;
  }

  /** The contents of the messages so far. */
  get contents(): unknown[] {
    return this.messages.map(({ content }) => content);
  }

  /** The error in the last message. */
  get error(): unknown {
    return this.messages.at(-1)?.header["error"];
  }

  #receive(): boolean {
    try {
      const bytes = this.sock.recv(65_536);
      if (bytes.length === 0) this.end = "closed";
      this.#parser.push(bytes);
      this.messages.push(...allOf(this.#parser));
      return bytes.length > 0;
    } catch (error) {
      if (error instanceof ConnectionResetError) this.end = "reset";
      else if (!(error instanceof BlockingIOError)) throw error;
      return false;
    }
  }
}
