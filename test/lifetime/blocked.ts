// Workers that are blocked in a call.

import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { isBlockedIn } from "../support/once-blocked.ts";
import { until } from "../support/until.ts";
import { blockingCalls } from "./blocking-calls.ts";

/**
 * Starts a worker that is about to make a call. It has been loaded: one that is terminated before
 * leaves the files open that Node was reading.
 */
export async function startWorker(name: string): Promise<Worker> {
  const file = new URL("./blocked-worker.js", import.meta.url);
  const worker = new Worker(file, { workerData: { name }, execArgv: [] });
  await once(worker, "message");
  return worker;
}

/** A worker that is blocked, and the descriptor that its call is on, if it is one. */
export interface BlockedWorker {
  worker: Worker;
  thread: number;
  fd: number | undefined;
}

/** Starts a worker, and waits until it is blocked. */
export async function startBlocked(name: string): Promise<BlockedWorker> {
  const worker = await startWorker(name);
  const [{ thread, fd }] = (await once(worker, "message")) as [{ thread: number; fd?: number }];
  const { call } = blockingCalls[name]!;
  await until(() => isBlockedIn(call, process.pid, thread, call === "poll" ? undefined : fd));
  return { worker, thread, fd };
}

/** How the call of a worker ended: an error's code, or `ended`. */
export async function outcomeOf({ worker }: BlockedWorker): Promise<unknown> {
  const [{ outcome }] = (await once(worker, "message")) as [{ outcome: unknown }];
  return outcome;
}
