import { OSError } from "bsd-sockets/errors";
import { b, int, print, repr, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";

// The echo client for IPv6 and IPv4: it tries each address that the host has, and takes the first that
// answers.

const HOST = sys.argv[1] ?? "localhost"; // The server's hostname or IP address
const PORT = int(sys.argv[2] ?? "65432"); // The port used by the server

function connect_to(host: string, port: number) {
  // null is the loopback interface of both families; /etc/hosts may know localhost for one of them only.
  const node = host === "localhost" ? null : host;
  const addresses = socket.getaddrinfo(node, port, { type: socket.SOCK_STREAM });
  for (const [family, type, proto, , address] of addresses) {
    const s = socket.socket(family, type, proto);
    try {
      s.connect(address);
      print(`Connected to ${repr(address)}`);
      return s;
    } catch (e) {
      s.close();
      if (!(e instanceof OSError)) throw e;
      print(`Not connected to ${repr(address)}: ${e.message}`);
    }
  }
  sys.exit(1);
}

{
  using s = connect_to(HOST, PORT);
  s.sendall(b`Hello, world`);
  print(`Received ${repr(s.recv(1024))}`);
}
