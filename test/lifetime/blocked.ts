// Workers that are blocked in a call.

import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { isBlockedIn } from "../support/once-blocked.ts";
import { until } from "../support/until.ts";
import { blockingCalls } from "./blocking-calls.ts";

/**
 * Starts a worker that is about to make a call. Its modules are loaded: a worker that is terminated
 * while Node is loading them leaves the files open.
 */
export async function startWorker(name: string): Promise<Worker> {
  const file = new URL("./blocked-worker.js", import.meta.url);
  const worker = new Worker(file, { workerData: { name }, execArgv: [] });
  await once(worker, "message");
  return worker;
}

/** A blocked worker, and the descriptor of its call, if it has just one. */
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

/** Returns how a worker's call ended: an error's code, or `ended`. */
export async function outcomeOf({ worker }: BlockedWorker): Promise<unknown> {
  const [{ outcome }] = (await once(worker, "message")) as [{ outcome: unknown }];
  return outcome;
}
