// Measures the garbage per echo of this package's echo server, with server and client in one process.
//
//   node --expose-gc echo-garbage.js SIZE
import * as socket from "bsd-sockets/socket";

import { GarbageMeter } from "../garbage-meter.ts";
import { sel, service_connection, watch } from "./echo-service.ts";
import { GarbageClient } from "./garbage-client.ts";

const [server, peer] = socket.socketpair();
watch(server, null);
const client = new GarbageClient(peer.fileno(), Number(process.argv[2]));
const meter = new GarbageMeter();
do {
  client.send();
  for (const [key, mask] of sel.select()) service_connection(key, mask);
  client.receive();
} while (meter.countEcho());
sel.close();
server.close();
peer.close();
console.log(JSON.stringify({ garbage: [meter.bytes] }));
