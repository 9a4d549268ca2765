import { KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { int, print, repr, str, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";
import * as select from "bsd-sockets/select";
import { ipv4 } from "./ipv4.ts";

// A server that accepts connections and never receives: its receive buffers fill up, and then the
// send buffers of its clients. app-client-test shows what they see.

const sel = new selectors.DefaultSelector<null, socket.Socket>();
const connections: socket.Socket[] = [];

function accept_wrapper(sock: socket.Socket) {
  const [conn, addr] = sock.accept(); // Should be ready to read
  print(`Accepted connection from ${repr(addr)}`);
  connections.push(conn); // Kept open, not registered: nobody ever calls recv()
}

if (sys.argv.length !== 3) {
  print(`Usage: ${str(sys.argv[0])} <host> <port>`);
  sys.exit(1);
}

const [host, port] = [ipv4(sys.argv[1]!), int(sys.argv[2]!)];
const lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
lsock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
lsock.bind([host, port]);
lsock.listen();
print(`Listening on ${repr([host, lsock.getsockname()[1]])}`);
lsock.setblocking(false);
sel.register(lsock, selectors.EVENT_READ, null);

try {
  while (true) {
    const events = sel.select(null);
    for (const [key] of events) {
      try {
        accept_wrapper(key.fileobj);
      } catch (e) {
        if (!(e instanceof OSError && e.syscall === "accept")) throw e;
        print(`Error: accept() failed: ${e.message}`);
        select.select([], [], [], 0.1);
      }
    }
  }
} catch (e) {
  if (!(e instanceof KeyboardInterrupt)) throw e;
  print("Caught keyboard interrupt, exiting");
} finally {
  sel.close();
}
