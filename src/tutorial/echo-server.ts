import { int, print, repr, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import { ipv4 } from "./ipv4.ts"; // Differs from the tutorial: another family is refused

// Differs from the tutorial: host and port may be given
const HOST = ipv4(sys.argv[1] ?? "127.0.0.1"); // Standard loopback interface address (localhost)
const PORT = int(sys.argv[2] ?? "65432"); // Port to listen on (non-privileged ports are > 1023)

{
  using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  s.bind([HOST, PORT]);
  s.listen();
  // Differs from the tutorial: the port that the kernel chose is printed
  if (PORT === 0) print(`Listening on ${repr(s.getsockname())}`);
  const [accepted, addr] = s.accept();
  using conn = accepted;
  print(`Connected by ${repr(addr)}`);
  while (true) {
    const data = conn.recv(1024);
    if (data.length === 0) break;
    conn.sendall(data);
  }
}
