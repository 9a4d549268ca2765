// The garbage of an echo by `node:net`, in the process of its client.
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

// write() hands the bytes to the kernel at once, so that the client can receive them right after it.
const server = createServer({ noDelay: true }, (connection) => {
  connection.on("data", (data) => {
    connection.write(data);
    received += client.receive();
    if (received < size) return;
    received = 0;
    if (meter.turn()) {
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
