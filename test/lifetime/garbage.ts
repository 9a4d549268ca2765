// Drops the last references to sockets and buffers while others are in use.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

import { openDescriptors } from "../support/descriptors.ts";
import { until } from "../support/until.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/**
 * Collects garbage until only `count` descriptors are open; the collector decides when finalizers
 * run.
 */
async function collectUntil(count: number): Promise<void> {
  await until(() => {
    collectGarbage();
    return openDescriptors().length === count;
  });
}

const LENGTH = 5000;

/** Opens connections with a pattern in flight, drops one end of each and returns the other. */
function dropped(count: number): socket.Socket[] {
  return Array.from({ length: count }, (_, index) => {
    const [kept, lost] = socket.socketpair();
    lost.send(Buffer.alloc(LENGTH, index));
    new selectors.DefaultSelector().register(lost, selectors.EVENT_READ);
    return kept;
  });
}

/** Reads the rest of a connection into memory that is only reachable through a view. */
function readAll(s: socket.Socket, index: number): number {
  const whole = new Uint8Array(2 * LENGTH);
  const view = whole.subarray(7, 7 + LENGTH);
  const length = s.recv_into(view);
  collectGarbage();
  if (length !== LENGTH || !view.every((byte) => byte === (index & 255))) {
    throw new Error(`connection ${index} returned other bytes`);
  }
  if (whole[6] !== 0 || whole[7 + LENGTH] !== 0) throw new Error("bytes beside the view");
  structuredClone(whole, { transfer: [whole.buffer] });
  s.send(Buffer.from("after the end"), socket.MSG_NOSIGNAL ?? 0);
  return length;
}

/** Drops sockets; returns the number of bytes that their peers received. */
export async function dropSockets(count: number): Promise<number> {
  const before = openDescriptors().length;
  const ends = dropped(count);
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
  let bytes = 0;
  ends.forEach((s, index) => {
    try {
      bytes += readAll(s, index);
    } catch (error) {
      // The other end may already be collected and closed.
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
      bytes += LENGTH;
    }
    s.close();
  });
  await collectUntil(before);
  return bytes;
}
