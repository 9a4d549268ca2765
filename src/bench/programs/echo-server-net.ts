// An echo server with `node:net`, for Node and Bun. Prints its port.
import { type AddressInfo, createServer } from "node:net";

const BACKLOG = 4096;

const server = createServer({ noDelay: true }, (socket) => {
  socket.on("data", (data) => socket.write(data));
  socket.on("error", () => socket.destroy());
});
server.listen({ host: "127.0.0.1", port: 0, backlog: BACKLOG }, () => {
  console.log((server.address() as AddressInfo).port);
});
