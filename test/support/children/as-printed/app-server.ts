// The tutorial's app-server as it is printed, with the mended Message class: its loop is shown in
// docs/tutorial/06-app.md.

import { KeyboardInterrupt } from "bsd-sockets/errors";
import { int, print, repr, str, sys, traceback } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";

import * as libserver from "#internal/tutorial/libserver.js";

const sel = new selectors.DefaultSelector<libserver.Message | null, socket.Socket>();

function accept_wrapper(sock: socket.Socket) {
  const [conn, addr] = sock.accept(); // Should be ready to read
  print(`Accepted connection from ${repr(addr)}`);
  conn.setblocking(false);
  const message = new libserver.Message(sel, conn, addr);
  sel.register(conn, selectors.EVENT_READ, message);
}

if (sys.argv.length !== 3) {
  print(`Usage: ${str(sys.argv[0])} <host> <port>`);
  sys.exit(1);
}

const [host, port] = [sys.argv[1]!, int(sys.argv[2]!)];
const lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
// Avoid bind() exception: OSError: [Errno 48] Address already in use
lsock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
lsock.bind([host, port]);
lsock.listen();
print(`Listening on ${repr([host, port])}`);
lsock.setblocking(false);
sel.register(lsock, selectors.EVENT_READ, null);

try {
  while (true) {
    const events = sel.select(null);
    for (const [key, mask] of events) {
      if (key.data === null) {
        accept_wrapper(key.fileobj);
      } else {
        const message = key.data;
        try {
          message.process_events(mask);
        } catch (e) {
          if (e instanceof KeyboardInterrupt) throw e; // No Exception in Python
          print(`Main: Error: Exception for ${repr(message.addr)}:\n${traceback.format_exc(e)}`);
          message.close();
        }
      }
    }
  }
} catch (e) {
  if (!(e instanceof KeyboardInterrupt)) throw e;
  print("Caught keyboard interrupt, exiting");
} finally {
  sel.close();
}
