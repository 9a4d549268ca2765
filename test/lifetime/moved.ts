// A socket that moves from thread to thread while its peer sends.

import { once } from "node:events";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";

/** The socket's position in its stream, and its number. */
export interface Leg {
  fd: number;
  position: number;
}

/** A worker's task. */
export interface Order extends Leg {
  readonly count: number;
  readonly copies: boolean;
}

/** Returns the byte of a stream at a position. */
export function byteAt(position: number): number {
  return (position * 31 + (position >> 8)) & 255;
}

const SENDER = `
  const { fd, total } = require("node:worker_threads").workerData;
  Promise.all([import("bsd-sockets/socket"), import(require("node:worker_threads").workerData.moved)])
    .then(([socket, { byteAt }]) => {
      const s = socket.socket({ fileno: fd });
      for (let at = 0; at < total; ) {
        const bytes = Buffer.from(Array.from({ length: Math.min(3000, total - at) }, (_, i) => byteAt(at + i)));
        s.sendall(bytes);
        at += bytes.length;
      }
      s.close();
    });`;

/**
 * Sends a stream to a socket that moves `moves` times; returns how many bytes arrived correctly.
 */
export async function move(random: () => number, moves: number): Promise<number> {
  const counts = Array.from({ length: moves }, () => Math.ceil(random() * 9000));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [one, other] = socket.socketpair();
  const workerData = { fd: other.detach(), total, moved: import.meta.url };
  const sender = new Worker(SENDER, { eval: true, workerData });
  const sent = once(sender, "exit");
  const file = new URL("./moved-worker.js", import.meta.url);
  const readers = [new Worker(file), new Worker(file), new Worker(file)];
  let leg: Leg = { fd: one.detach(), position: 0 };
  for (const [index, count] of counts.entries()) {
    const reader = readers[index % readers.length]!;
    reader.postMessage({ ...leg, count, copies: random() < 0.5 } satisfies Order);
    [leg] = (await once(reader, "message")) as [Leg];
  }
  await Promise.all([sent, ...readers.map(async (reader) => await reader.terminate())]);
  socket.close(leg.fd);
  if (leg.position !== total) throw new Error(`${leg.position} of ${total} bytes arrived`);
  return total;
}
