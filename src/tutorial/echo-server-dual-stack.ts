import { OSError } from "bsd-sockets/errors";
import { int, print, repr, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import * as selectors from "bsd-sockets/selectors";

// The echo server for IPv6 and IPv4: a listening socket for each address that the host has. The tutorial
// asks its readers to try this; chapter 8 explains it.

const HOST = sys.argv[1] ?? "localhost"; // The empty string is all interfaces
let port = int(sys.argv[2] ?? "65432");

const sel = new selectors.DefaultSelector<null, socket.Socket>();

function listen_on(family: number, type: number, proto: number, address: socket.Address) {
  const s = socket.socket(family, type, proto);
  try {
    // An IPv6 socket on "::" would take IPv4 clients too, and then nobody could bind "0.0.0.0".
    if (family === socket.AF_INET6) s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1);
    s.bind(address);
    s.listen();
    return s;
  } catch (e) {
    s.close();
    throw e;
  }
}

// null is the loopback interface of both families; /etc/hosts may know localhost for one of them only.
const node = HOST === "" || HOST === "localhost" ? null : HOST;
const found = socket.getaddrinfo(node, port, {
  type: socket.SOCK_STREAM,
  flags: HOST === "" ? socket.AI_PASSIVE : 0,
});
for (const [family, type, proto, , [host, , ...scope]] of found) {
  try {
    const s = listen_on(family, type, proto, [host, port, ...scope]);
    print(`Listening on ${repr(s.getsockname())}`);
    [, port] = s.getsockname() as socket.InetAddress; // For port 0, so that both families have the same
    sel.register(s, selectors.EVENT_READ, null);
  } catch (e) {
    if (!(e instanceof OSError)) throw e;
    print(`Not listening on ${repr([host, port, ...scope])}: ${e.message}`); // IPv6 may be disabled
  }
}
const listeners = [...sel.get_map()!.values()].map((key) => key.fileobj);
if (listeners.length === 0) sys.exit(1);

{
  const [key] = sel.select()[0]!; // The first client, of either family
  const [accepted, addr] = key.fileobj.accept();
  using conn = accepted;
  print(`Connected by ${repr(addr)}`);
  while (true) {
    const data = conn.recv(1024);
    if (data.length === 0) break;
    conn.sendall(data);
  }
}

sel.close();
for (const s of listeners) s.close();
