// Takes the loopback interface down below connections, and prints which of them end, how and when.
// Run in a network namespace of its own.

import { writeSync } from "node:fs";

import * as socket from "bsd-sockets/socket";

import { stateOf, takeError, untilHungUp } from "../kernel.ts";
import { connectedPair, type Pair } from "../sockets.ts";

const [RTM_NEWLINK, NLM_F_REQUEST, NLM_F_ACK, IFF_UP] = [16, 1, 4, 1];
const LOOPBACK = 1;
const HEADER_SIZE = 16;
const MESSAGE_SIZE = 32;

/** Takes the loopback interface up or down: rtnetlink(7). */
function setLink(isUp: boolean): void {
  const words = new Uint32Array(MESSAGE_SIZE / 4);
  // struct nlmsghdr: length, type and flags; then struct ifinfomsg: index, flags, which flags to change.
  words[0] = MESSAGE_SIZE;
  new Uint16Array(words.buffer).set([RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK], 2);
  words.set([LOOPBACK, isUp ? IFF_UP : 0, IFF_UP], HEADER_SIZE / 4 + 1);
  using route = socket.socket(socket.AF_NETLINK!, socket.SOCK_RAW, socket.NETLINK_ROUTE);
  route.send(words);
  const answer = new Int32Array(256);
  route.recv_into(answer);
  const error = answer[HEADER_SIZE / 4]!;
  if (error !== 0) throw new Error(`the link cannot be set: ${error}`);
}

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
