// Takes over a socket by its number, reads part of the stream, and passes the socket on.

import { parentPort } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";

import { byteAt, type Leg, type Order } from "./moved.ts";

/** Checks each byte against its position; returns the position after the last. */
function verify(bytes: Buffer, position: number): number {
  bytes.forEach((byte, index) => {
    if (byte !== byteAt(position + index)) throw new Error(`byte ${position + index} is ${byte}`);
  });
  return position + bytes.length;
}

parentPort!.on("message", ({ fd, position, count, copies }: Order) => {
  const given = socket.socket({ fileno: fd });
  // A duplicate is the same socket with another number.
  const s = copies ? given.dup() : given;
  if (copies) given.close();
  const end = position + count;
  let at = position;
  while (at < end) {
    const bytes = s.recv(Math.min(end - at, 4096));
    if (bytes.length === 0) break;
    at = verify(bytes, at);
  }
  parentPort!.postMessage({ fd: s.detach(), position: at } satisfies Leg);
});
