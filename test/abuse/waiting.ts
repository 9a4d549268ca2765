import { setTimeout as sleep } from "node:timers/promises";

import type { Serving } from "./serving.ts";
import type { Clients } from "./workers.ts";

const POLL_MILLISECONDS = 20;

/** Waits until a condition is true; fails after some seconds, or when a check throws. */
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

/** Stops well-behaved clients, once they have all their responses. */
export async function finish(clients: Clients, seconds: number): Promise<void> {
  clients.say("stop");
  const { child } = clients;
  // The channel closes after their last report, so it has been read by then.
  const isOver = (): boolean => clients.report?.isDone === true || child.exitCode !== null;
  await within(seconds, "the clients have all their responses", isOver, () => {
    clients.check();
  });
  await clients.ends();
  clients.check();
}

/** Waits until a server has no more descriptors than before. */
export async function returnsTo(count: number, serving: Serving, seconds: number): Promise<void> {
  await within(seconds, "no descriptors are left over", () => serving.descriptors <= count);
}
