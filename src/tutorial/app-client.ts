import * as errno from "bsd-sockets/errno";
import { KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { int, print, repr, str, sys, traceback } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";
import { ipv4 } from "./ipv4.ts"; // Differs from the tutorial: another family is refused

import * as libclient from "./libclient.ts";

const sel = new selectors.DefaultSelector<libclient.Message, socket.Socket>();

function create_request(action: string, value: string): libclient.Request {
  if (action === "search") {
    return {
      type: "text/json",
      encoding: "utf-8",
      content: { action, value },
    };
  } else {
    return {
      type: "binary/custom-client-binary-type",
      encoding: "binary",
      content: Buffer.from(action + value, "utf-8"),
    };
  }
}

function start_connection(host: string, port: number, request: libclient.Request) {
  const addr = [host, port] as const;
  print(`Starting connection to ${repr(addr)}`);
  const sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  sock.setblocking(false);
  const error = sock.connect_ex(addr); // Differs from the tutorial: it is checked
  if (error !== 0 && error !== errno.EINPROGRESS) throw OSError.from(error);
  const events = selectors.EVENT_READ | selectors.EVENT_WRITE;
  const message = new libclient.Message(sel, sock, addr, request);
  sel.register(sock, events, message);
}

if (sys.argv.length !== 5) {
  print(`Usage: ${str(sys.argv[0])} <host> <port> <action> <value>`);
  sys.exit(1);
}

const [host, port] = [ipv4(sys.argv[1]!), int(sys.argv[2]!)];
const [action, value] = [sys.argv[3]!, sys.argv[4]!];
const request = create_request(action, value);
start_connection(host, port, request);

try {
  while (true) {
    const events = sel.select(1);
    for (const [key, mask] of events) {
      const message = key.data;
      try {
        message.process_events(mask);
      } catch (e) {
        if (e instanceof KeyboardInterrupt) throw e; // No Exception in Python
        print(`Main: Error: Exception for ${repr(message.addr)}:\n${traceback.format_exc(e)}`);
        message.close();
      }
    }
    // Check for a socket being monitored to continue.
    if (sel.get_map()?.size === 0) break;
  }
} catch (e) {
  if (!(e instanceof KeyboardInterrupt)) throw e;
  print("Caught keyboard interrupt, exiting");
} finally {
  sel.close();
}
