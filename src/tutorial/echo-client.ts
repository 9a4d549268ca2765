import { b, int, print, repr, sys } from "bsd-sockets/python";
import * as socket from "bsd-sockets/socket";
import { ipv4 } from "./ipv4.ts"; // Differs from the tutorial: another family is refused

// Differs from the tutorial: host and port may be given
const HOST = ipv4(sys.argv[1] ?? "127.0.0.1"); // The server's hostname or IP address
const PORT = int(sys.argv[2] ?? "65432"); // The port used by the server

let data: Buffer;
{
  using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  s.connect([HOST, PORT]);
  s.sendall(b`Hello, world`);
  data = s.recv(1024);
}

print(`Received ${repr(data)}`);
