// The tutorial's multiconn-server as it is printed. docs/tutorial/05-multiconn.md shows its loop before
// the mends, and a test shows what the mends are for.

import { KeyboardInterrupt } from "bsd-sockets/errors";
import { b, int, print, repr, str, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";

interface Data {
  addr: socket.AddressResult;
  inb: Buffer;
  outb: Buffer;
}

const sel = new selectors.DefaultSelector<Data | null, socket.Socket>();

function accept_wrapper(sock: socket.Socket) {
  const [conn, addr] = sock.accept(); // Should be ready to read
  print(`Accepted connection from ${repr(addr)}`);
  conn.setblocking(false);
  const data = { addr, inb: b``, outb: b`` };
  const events = selectors.EVENT_READ | selectors.EVENT_WRITE;
  sel.register(conn, events, data);
}

function service_connection(key: selectors.SelectorKey<Data | null, socket.Socket>, mask: number) {
  const sock = key.fileobj;
  const data = key.data!;
  if (mask & selectors.EVENT_READ) {
    const recv_data = sock.recv(1024); // Should be ready to read
    if (recv_data.length > 0) {
      data.outb = Buffer.concat([data.outb, recv_data]);
    } else {
      print(`Closing connection to ${repr(data.addr)}`);
      sel.unregister(sock);
      sock.close();
    }
  }
  if (mask & selectors.EVENT_WRITE) {
    if (data.outb.length > 0) {
      print(`Echoing ${repr(data.outb)} to ${repr(data.addr)}`);
      const sent = sock.send(data.outb); // Should be ready to write
      data.outb = data.outb.subarray(sent);
    }
  }
}

if (sys.argv.length !== 3) {
  print(`Usage: ${str(sys.argv[0])} <host> <port>`);
  sys.exit(1);
}

const [host, port] = [sys.argv[1]!, int(sys.argv[2]!)];
const lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
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
        service_connection(key, mask);
      }
    }
  }
} catch (e) {
  if (!(e instanceof KeyboardInterrupt)) throw e;
  print("Caught keyboard interrupt, exiting");
} finally {
  sel.close();
}
