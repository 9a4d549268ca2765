import { BlockingIOError, KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { int, print, repr, str, sys } from "bsd-sockets/python";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

// A server that accepts connections and never receives: its receive buffers fill up, and then the
// send buffers of its clients. app-client-test shows what they see.

const sel = new selectors.DefaultSelector<null, socket.Socket>();
const connections: socket.Socket[] = [];
let accept_again = 0; // When accept() has failed: the time to try again

function accept_wrapper(sock: socket.Socket): void {
  let conn: socket.Socket, addr: socket.AddressResult;
  try {
    [conn, addr] = sock.accept(); // Should be ready to read
  } catch (error) {
    // Out of descriptors, the listener stays readable; rest for a second.
    if (error instanceof BlockingIOError) return; // It was not ready after all
    if (!(error instanceof OSError)) throw error;
    print(`Error: accept() failed: ${error.message}`);
    sel.unregister(sock);
    accept_again = performance.now() + 1000;
    return;
  }
  print(`Accepted connection from ${repr(addr)}`);
  connections.push(conn); // Kept open, not registered: nobody ever calls recv()
}

if (sys.argv.length !== 3) {
  print(`Usage: ${str(sys.argv[0])} <host> <port>`);
  sys.exit(1);
}

const [, host, port] = sys.argv as [string, string, string];
const lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
lsock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
lsock.bind([host, int(port)]);
lsock.listen();
const [, bound_port] = lsock.getsockname();
print(`Listening on ${repr([host, bound_port])}`);
lsock.setblocking(false);
sel.register(lsock, selectors.EVENT_READ, null);

try {
  while (true) {
    const events = sel.select(accept_again === 0 ? null : 1);
    for (const [key] of events) {
      accept_wrapper(key.fileobj);
    }
    if (accept_again !== 0 && performance.now() >= accept_again) {
      sel.register(lsock, selectors.EVENT_READ, null);
      accept_again = 0;
    }
  }
} catch (error) {
  if (!(error instanceof KeyboardInterrupt)) throw error;
  print("Caught keyboard interrupt, exiting");
} finally {
  sel.close();
}
