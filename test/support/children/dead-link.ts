// Takes the loopback interface down below connections, and prints which of them end, how and when.
// Run in a network namespace of its own.

import { writeSync } from "node:fs";

import * as socket from "bsd-sockets/socket";

import { stateOf, takeError, untilHungUp } from "../kernel.ts";
import { setLink } from "../link.ts";
import { connectedPair, type Pair } from "../sockets.ts";

setLink(true);
using withUserTimeout = connectedPair();
using withKeepalive = connectedPair();
using plain = connectedPair();
socket.setOption(withUserTimeout.client, "TCP_USER_TIMEOUT", 1000);
socket.setOption(withKeepalive.client, "TCP_KEEPIDLE", 1);
socket.setOption(withKeepalive.client, "TCP_KEEPINTVL", 1);
socket.setOption(withKeepalive.client, "TCP_KEEPCNT", 2);
socket.setOption(withKeepalive.client, "SO_KEEPALIVE", true);

setLink(false);
const start = performance.now();
for (const { client } of [withUserTimeout, plain]) client.send(Buffer.from("text"));

function ending({ client }: Pair): { error: string; milliseconds: number } {
  untilHungUp(client);
  return { error: takeError(client), milliseconds: performance.now() - start };
}

const result = {
  withUserTimeout: ending(withUserTimeout),
  withKeepalive: ending(withKeepalive),
  plain: stateOf(plain.client),
};
writeSync(1, `${JSON.stringify(result)}\n`);
