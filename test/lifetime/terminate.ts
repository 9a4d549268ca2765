// Terminates workers while they are blocked, and at random moments.

import { setTimeout as sleep } from "node:timers/promises";

import { startBlocked, startWorker } from "./blocked.ts";
import { blockingNames } from "./blocking-calls.ts";

// Enough to overlap, on a machine with two processors.
const AT_ONCE = 4;
const LONGEST_MILLISECONDS = 20;

/** The figures of a run. */
export interface Terminated {
  blocked: number;
  anyMoment: number;
}

/** Runs a task on each element, a few at once. */
export async function onEach<Element>(
  elements: readonly Element[],
  task: (element: Element) => Promise<unknown>,
  atOnce = AT_ONCE,
): Promise<void> {
  const left = [...elements];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await task(next);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

async function terminateBlocked(name: string): Promise<void> {
  const { worker } = await startBlocked(name);
  await worker.terminate();
}

async function terminateAtAnyMoment(name: string, random: () => number): Promise<void> {
  const worker = await startWorker(name);
  await sleep(random() * LONGEST_MILLISECONDS);
  await worker.terminate();
}

/** Terminates workers: one blocked in each call, and some at random moments. */
export async function terminateRound(
  random: () => number,
  anyMoment = blockingNames.length,
): Promise<Terminated> {
  await onEach(blockingNames, terminateBlocked);
  const some = blockingNames.slice(0, anyMoment);
  await onEach(some, (name) => terminateAtAnyMoment(name, random));
  return { blocked: blockingNames.length, anyMoment };
}
