// Measures the garbage per echo of `node:net`, with server and client in one process.
//
//   node --expose-gc echo-garbage-net.js SIZE
import { type AddressInfo, createServer } from "node:net";

import * as socket from "bsd-sockets/socket";

import { GarbageMeter } from "../garbage-meter.ts";
import { GarbageClient } from "./garbage-client.ts";

const size = Number(process.argv[2]);
const peer = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
const client = new GarbageClient(peer.fileno(), size);
const meter = new GarbageMeter();
let received = 0;

// write() passes the bytes to the kernel at once, so the client can receive them right afterwards.
const server = createServer({ noDelay: true }, (connection) => {
  connection.on("data", (data) => {
    connection.write(data);
    received += client.receive();
    if (received < size) return;
    received = 0;
    if (meter.countEcho()) {
      client.send();
    } else {
      peer.close();
      console.log(JSON.stringify({ garbage: [meter.bytes] }));
      process.exit();
    }
  });
});
server.listen({ host: "127.0.0.1", port: 0 }, () => {
  peer.connect(["127.0.0.1", (server.address() as AddressInfo).port]);
  client.send();
});
