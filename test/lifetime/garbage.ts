// Sockets and buffers that nothing refers to any more, while others are in use.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

import { openDescriptors } from "../support/descriptors.ts";
import { until } from "../support/until.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Collects until so many descriptors are open; the collector decides when finalizers run. */
async function collectUntil(count: number): Promise<void> {
  await until(() => {
    collectGarbage();
    return openDescriptors().length === count;
  });
}

const LENGTH = 5000;

/** Connections with a pattern in flight whose other ends are dropped, open; the ends are kept. */
function dropped(count: number): socket.Socket[] {
  return Array.from({ length: count }, (_, index) => {
    const [kept, lost] = socket.socketpair();
    lost.send(Buffer.alloc(LENGTH, index));
    new selectors.DefaultSelector().register(lost, selectors.EVENT_READ);
    return kept;
  });
}

/** What an end still has to give, into memory of which only a view was kept. */
function readAll(s: socket.Socket, index: number): number {
  const whole = new Uint8Array(2 * LENGTH);
  const view = whole.subarray(7, 7 + LENGTH);
  const length = s.recv_into(view);
  collectGarbage();
  if (length !== LENGTH || !view.every((byte) => byte === (index & 255))) {
    throw new Error(`connection ${index} gave other bytes`);
  }
  if (whole[6] !== 0 || whole[7 + LENGTH] !== 0) throw new Error("bytes beside the view");
  structuredClone(whole, { transfer: [whole.buffer] });
  s.send(Buffer.from("after it is gone"), socket.MSG_NOSIGNAL ?? 0);
  return length;
}

/** Drops so many sockets; gives the bytes that their peers got. */
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
      // The other end may have been collected and closed by now.
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
      bytes += LENGTH;
    }
    s.close();
  });
  await collectUntil(before);
  return bytes;
}
