import { setTimeout as sleep } from "node:timers/promises";

import type { Serving } from "./serving.ts";
import type { Clients } from "./workers.ts";

const POLL_MILLISECONDS = 20;

/** Waits until a condition holds, and fails after some seconds, or when a check fails meanwhile. */
export async function within(
  seconds: number,
  what: string,
  condition: () => boolean,
  check: () => void = () => undefined,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!condition()) {
    check();
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(POLL_MILLISECONDS);
  }
}

/** Ends well-behaved clients: what they have asked is answered first. */
export async function finish(clients: Clients, seconds: number): Promise<void> {
  clients.say("stop");
  const { child } = clients;
  // Their last word has been read by then: the channel closes behind it.
  const isOver = (): boolean => clients.report?.isDone === true || child.exitCode !== null;
  await within(seconds, "the clients have all their answers", isOver, () => {
    clients.check();
  });
  await clients.ends();
  clients.check();
}

/** Waits until a server has no more descriptors than it had. */
export async function returnsTo(count: number, serving: Serving, seconds: number): Promise<void> {
  await within(seconds, "the descriptors are as before", () => serving.descriptors <= count);
}
