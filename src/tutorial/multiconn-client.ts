import * as errno from "bsd-sockets/errno";
import { BlockingIOError, KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { b, int, print, repr, str, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";
import { ipv4 } from "./ipv4.ts"; // Differs from the tutorial: another family is refused

interface Data {
  connid: number;
  msg_total: number;
  recv_total: number;
  messages: Buffer[];
  outb: Buffer;
}

const sel = new selectors.DefaultSelector<Data, socket.Socket>();
const messages = [b`Message 1 from client.`, b`Message 2 from client.`];

function start_connections(host: string, port: number, num_conns: number) {
  const server_addr = [host, port] as const;
  for (let i = 0; i < num_conns; i++) {
    const connid = i + 1;
    print(`Starting connection ${connid} to ${repr(server_addr)}`);
    const sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
    sock.setblocking(false);
    const error = sock.connect_ex(server_addr); // Differs from the tutorial: it is checked
    if (error !== 0 && error !== errno.EINPROGRESS) throw OSError.from(error);
    const events = selectors.EVENT_READ | selectors.EVENT_WRITE;
    const data = {
      connid,
      msg_total: messages.reduce((sum, m) => sum + m.length, 0),
      recv_total: 0,
      messages: [...messages],
      outb: b``,
    };
    sel.register(sock, events, data);
  }
}

function service_connection(key: selectors.SelectorKey<Data, socket.Socket>, mask: number) {
  const sock = key.fileobj;
  const data = key.data;
  if (mask & selectors.EVENT_READ) {
    const recv_data = sock.recv(1024); // Should be ready to read
    if (recv_data.length > 0) {
      print(`Received ${repr(recv_data)} from connection ${data.connid}`);
      data.recv_total += recv_data.length;
    }
    if (recv_data.length === 0 || data.recv_total === data.msg_total) {
      print(`Closing connection ${data.connid}`);
      sel.unregister(sock);
      sock.close();
      return; // Differs from the tutorial: a closed socket is left alone
    }
  }
  if (mask & selectors.EVENT_WRITE) {
    if (data.outb.length === 0 && data.messages.length > 0) data.outb = data.messages.shift()!;
    if (data.outb.length > 0) {
      print(`Sending ${repr(data.outb)} to connection ${data.connid}`);
      const sent = sock.send(data.outb); // Should be ready to write
      data.outb = data.outb.subarray(sent);
    } else sel.modify(sock, selectors.EVENT_READ, data); // Differs from the tutorial: it would spin
  }
}

if (sys.argv.length !== 4) {
  print(`Usage: ${str(sys.argv[0])} <host> <port> <num_connections>`);
  sys.exit(1);
}

const [host, port, num_conns] = [ipv4(sys.argv[1]!), int(sys.argv[2]!), int(sys.argv[3]!)];
start_connections(host, port, num_conns);

try {
  while (true) {
    const events = sel.select(1);
    for (const [key, mask] of events) {
      try {
        service_connection(key, mask);
      } catch (e) {
        if (e instanceof BlockingIOError) continue; // It was not ready after all
        if (!(e instanceof OSError)) throw e; // Differs from the tutorial: one connection ends
        print(`Error: ${e.message}\nClosing connection ${key.data.connid}`);
        if (sel.get_map()?.has(key.fileobj)) sel.unregister(key.fileobj);
        key.fileobj.close();
        process.exitCode = 1;
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
