import { BlockingIOError, KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { int, print, repr, str, sys } from "bsd-sockets/python";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

interface Data {
  addr: socket.AddressResult;
  inb: Buffer;
  outb: Buffer;
}

type Key = selectors.SelectorKey<Data | null, socket.Socket>;

const sel = new selectors.DefaultSelector<Data | null, socket.Socket>();
let accept_again = 0; // When accept() has failed: the time to try again

function accept_wrapper(sock: socket.Socket): void {
  let conn: socket.Socket, addr: socket.AddressResult;
  try {
    [conn, addr] = sock.accept(); // Should be ready to read
  } catch (error) {
    // Differs from the tutorial: out of descriptors, the listener stays readable; rest for a second.
    if (error instanceof BlockingIOError) return; // It was not ready after all
    if (!(error instanceof OSError)) throw error;
    print(`Error: accept() failed: ${error.message}`);
    sel.unregister(sock);
    accept_again = performance.now() + 1000;
    return;
  }
  print(`Accepted connection from ${repr(addr)}`);
  conn.setblocking(false);
  const data = { addr, inb: Buffer.alloc(0), outb: Buffer.alloc(0) };
  // Differs from the tutorial: EVENT_WRITE only while there is something to echo, or select() never waits.
  const events = selectors.EVENT_READ;
  sel.register(conn, events, data);
}

function service_connection(key: Key, mask: number): void {
  const sock = key.fileobj;
  const data = key.data!;
  if (mask & selectors.EVENT_READ) {
    const recv_data = sock.recv(1024); // Should be ready to read
    if (recv_data.length > 0) {
      data.outb = recv_data; // Nothing else is left: see below
      mask |= selectors.EVENT_WRITE;
    } else {
      print(`Closing connection to ${repr(data.addr)}`);
      sel.unregister(sock);
      sock.close();
    }
  }
  if (mask & selectors.EVENT_WRITE) {
    if (data.outb.length > 0) {
      print(`Echoing ${repr(data.outb)} to ${repr(data.addr)}`);
      try {
        const sent = sock.send(data.outb); // Should be ready to write
        data.outb = data.outb.subarray(sent);
      } catch (error) {
        if (!(error instanceof BlockingIOError)) throw error; // It was not ready after all
      }
    }
    // Differs from the tutorial: what is left is echoed before more is read, so that a half-close loses nothing.
    const events = data.outb.length > 0 ? selectors.EVENT_WRITE : selectors.EVENT_READ;
    sel.modify(sock, events, data);
  }
}

if (sys.argv.length !== 3) {
  print(`Usage: ${str(sys.argv[0])} <host> <port>`);
  sys.exit(1);
}

const [, host, port] = sys.argv as [string, string, string];
const lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
lsock.bind([host, int(port)]);
lsock.listen();
// Differs from the tutorial: for port 0, the port that was bound.
const [, bound_port] = lsock.getsockname();
print(`Listening on ${repr([host, bound_port])}`);
lsock.setblocking(false);
sel.register(lsock, selectors.EVENT_READ, null);

try {
  while (true) {
    const events = sel.select(accept_again === 0 ? null : 1);
    for (const [key, mask] of events) {
      if (key.data === null) {
        accept_wrapper(key.fileobj);
      } else {
        const { addr } = key.data;
        try {
          service_connection(key, mask);
        } catch (error) {
          // Differs from the tutorial: an error, such as a reset, ends its own connection, not the server.
          if (error instanceof BlockingIOError) continue; // It was not ready after all
          if (!(error instanceof OSError)) throw error;
          print(`Error: ${error.message}`);
          print(`Closing connection to ${repr(addr)}`);
          // What failed may have been the close, when it is unregistered already.
          if (sel.get_map()?.has(key.fileobj)) sel.unregister(key.fileobj);
          key.fileobj.close();
        }
      }
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
