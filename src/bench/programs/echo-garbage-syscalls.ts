// Measures the garbage per echo of the raw layer's echo server, with server and client in one process.
//
//   node --expose-gc echo-garbage-syscalls.js SIZE
import { AF_UNIX, SOCK_STREAM } from "bsd-sockets/socket";
import { multiplexerWait, socketpair } from "bsd-sockets/syscalls";

import { GarbageMeter } from "../garbage-meter.ts";
import { check, multiplexer, serviceConnection, watch } from "./echo-syscalls-service.ts";
import { GarbageClient } from "./garbage-client.ts";

const fds = new Int32Array(2);
check(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
watch(fds[0]!);
const client = new GarbageClient(fds[1]!, Number(process.argv[2]));
const meter = new GarbageMeter();
const ready = new Int32Array(2);
do {
  client.send();
  check(multiplexerWait(multiplexer, ready));
  serviceConnection(ready[0]!, ready[1]!);
  client.receive();
} while (meter.countEcho());
console.log(JSON.stringify({ garbage: [meter.bytes] }));
