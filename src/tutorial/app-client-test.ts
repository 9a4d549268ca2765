import { BlockingIOError, KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { int, json, print, repr, str, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";
import * as struct from "bsd-sockets/struct";
import { ipv4 } from "./ipv4.ts";

// A client that sends its request again and again without asking the selector whether the socket is
// writable, until the kernel refuses; then it tries again once a second.

const sel = new selectors.DefaultSelector<null, socket.Socket>();

function create_message(action: string, value: string): Buffer {
  const is_search = action === "search";
  const content_bytes = is_search
    ? Buffer.from(json.dumps({ action, value }), "utf-8")
    : Buffer.from(action + value, "utf-8");
  const jsonheader = {
    byteorder: sys.byteorder,
    "content-type": is_search ? "text/json" : "binary/custom-client-binary-type",
    "content-encoding": is_search ? "utf-8" : "binary",
    "content-length": content_bytes.length,
  };
  const jsonheader_bytes = Buffer.from(json.dumps(jsonheader), "utf-8");
  const message_hdr = struct.pack(">H", jsonheader_bytes.length);
  return Buffer.concat([message_hdr, jsonheader_bytes, content_bytes]);
}

function start_connection(host: string, port: number): socket.Socket {
  const sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  sock.connect([host, port]);
  sock.setblocking(false);
  // Only to notice that the server has gone: a socket that is writable would say so at once.
  sel.register(sock, selectors.EVENT_READ, null);
  return sock;
}

/** Sends until the kernel refuses; gives what was left of the message that it refused. */
function fill_buffers(
  sock: socket.Socket,
  addr: socket.Address,
  message: Buffer,
  begun: Buffer,
): Buffer {
  let rest = begun;
  try {
    while (true) {
      rest = rest.subarray(sock.send(rest));
      if (rest.length === 0) rest = message;
    }
  } catch (e) {
    if (!(e instanceof BlockingIOError)) throw e;
    // Resource temporarily unavailable (errno EWOULDBLOCK)
    print(`Error: socket.send() blocking io exception for ${repr(addr)}:\n${repr(e)}`);
    return rest;
  }
}

if (sys.argv.length !== 5) {
  print(`Usage: ${str(sys.argv[0])} <host> <port> <action> <value>`);
  sys.exit(1);
}

const [host, port] = [ipv4(sys.argv[1]!), int(sys.argv[2]!)];
const [action, value] = [sys.argv[3]!, sys.argv[4]!];
const addr = [host, port] as const;
const sock = start_connection(...addr);
const message = create_message(action, value);

let rest = message;

try {
  while (true) {
    rest = fill_buffers(sock, addr, message, rest);
    if (sel.select(1).length > 0 && sock.recv(4096).length === 0) {
      print("Peer closed.");
      break;
    }
  }
} catch (e) {
  if (e instanceof KeyboardInterrupt) {
    print("Caught keyboard interrupt, exiting");
  } else if (e instanceof OSError) {
    print(`Error: ${e.message}`);
    sys.exit(1);
  } else {
    throw e;
  }
} finally {
  sel.close();
  sock.close();
}
