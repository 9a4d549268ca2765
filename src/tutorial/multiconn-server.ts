import { BlockingIOError, KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { b, int, print, repr, str, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";
import * as select from "bsd-sockets/select";
import { ipv4 } from "./ipv4.ts"; // Differs from the tutorial: another family is refused

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
  const events = selectors.EVENT_READ; // Differs from the tutorial: EVENT_WRITE would spin
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
      return; // Differs from the tutorial: a closed socket is left alone
    }
  }
  if (mask & selectors.EVENT_WRITE) {
    if (data.outb.length > 0) {
      print(`Echoing ${repr(data.outb)} to ${repr(data.addr)}`);
      const sent = sock.send(data.outb); // Should be ready to write
      data.outb = data.outb.subarray(sent);
    }
  }
  // Differs from the tutorial: one event at a time; both would spin, and lose data at a half-close
  sel.modify(sock, data.outb.length > 0 ? selectors.EVENT_WRITE : selectors.EVENT_READ, data);
}

if (sys.argv.length !== 3) {
  print(`Usage: ${str(sys.argv[0])} <host> <port>`);
  sys.exit(1);
}

const [host, port] = [ipv4(sys.argv[1]!), int(sys.argv[2]!)];
const lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
lsock.bind([host, port]);
lsock.listen();
print(`Listening on ${repr([host, lsock.getsockname()[1]])}`); // Differs from the tutorial: not 0
lsock.setblocking(false);
sel.register(lsock, selectors.EVENT_READ, null);

try {
  while (true) {
    const events = sel.select(null);
    for (const [key, mask] of events) {
      if (key.data === null) {
        try {
          accept_wrapper(key.fileobj);
        } catch (e) {
          if (!(e instanceof OSError && e.syscall === "accept")) throw e;
          print(`Error: accept() failed: ${e.message}`);
          select.select([], [], [], 0.1); // Differs from the tutorial: it rests, and drops nobody
        }
      } else {
        try {
          service_connection(key, mask);
        } catch (e) {
          if (e instanceof BlockingIOError) continue; // It was not ready after all
          if (!(e instanceof OSError)) throw e; // Differs from the tutorial: one connection ends
          print(`Error: ${e.message}\nClosing connection to ${repr(key.data.addr)}`);
          if (sel.get_map()?.has(key.fileobj)) sel.unregister(key.fileobj);
          key.fileobj.close();
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
