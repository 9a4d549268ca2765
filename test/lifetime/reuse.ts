// Threads that open and close at random, so that descriptors are reused at once.

import { once } from "node:events";
import { Worker } from "node:worker_threads";

import * as syscalls from "bsd-sockets/syscalls";

import { isBlockedIn } from "../support/once-blocked.ts";

/** The figures of a run. */
export interface Reuse {
  connections: number;
  bytes: number;
  closedUnderneath: number;
}

/** A worker's task. */
export interface ReuseOrder {
  readonly index: number;
  readonly seed: number;
  readonly shared: SharedArrayBuffer;
}

const WORKERS = 4;

/** The index in the shared memory that tells all workers to stop. */
export const STOP = 0;

/** The index where a worker puts the descriptor to close under it; 0 means none. */
export function slotOf(index: number): number {
  return 1 + index;
}

/** Closes descriptors that workers are blocked on; returns how many. */
function closeUnderneath(state: Int32Array, threads: readonly number[]): number {
  const blocked = threads.flatMap((thread, index) => {
    const fd = Atomics.load(state, slotOf(index));
    if (fd === 0 || !isBlockedIn("recvfrom", process.pid, thread, fd)) return [];
    Atomics.store(state, slotOf(index), 0);
    return [fd];
  });
  for (const fd of blocked) syscalls.close(fd);
  return blocked.length;
}

/** Starts the workers; also returns their thread ids. */
async function startWorkers(
  seed: number,
  shared: SharedArrayBuffer,
): Promise<[Worker[], number[]]> {
  const file = new URL("./reuse-worker.js", import.meta.url);
  const workers = Array.from({ length: WORKERS }, (_, index) => {
    return new Worker(file, { workerData: { index, seed, shared } satisfies ReuseOrder });
  });
  const threads = workers.map(async (worker) => ((await once(worker, "message")) as [number])[0]);
  return [workers, await Promise.all(threads)];
}

/** Returns a worker's figures once it has ended. */
async function resultOf(worker: Worker): Promise<Reuse> {
  const exited = once(worker, "exit");
  const [done] = (await once(worker, "message")) as [Reuse];
  await exited;
  return done;
}

/** Runs the workers until `closes` descriptors were closed under them. */
export async function reuse(seed: number, closes: number): Promise<Reuse> {
  const shared = new SharedArrayBuffer(4 * (1 + WORKERS));
  const state = new Int32Array(shared);
  const [workers, threads] = await startWorkers(seed, shared);
  let isOver = false;
  const results = Promise.all(workers.map(resultOf)).finally(() => {
    isOver = true;
  });
  // A worker may fail before its result is awaited.
  results.catch(() => undefined);
  for (let closed = 0; !isOver;) {
    closed += closeUnderneath(state, threads);
    if (closed >= closes) Atomics.store(state, STOP, 1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(workers.map(async (worker) => await worker.terminate()));
  const sum = (name: keyof Reuse, all: Reuse[]): number => all.reduce((n, one) => n + one[name], 0);
  const all = await results;
  return {
    connections: sum("connections", all),
    bytes: sum("bytes", all),
    closedUnderneath: sum("closedUnderneath", all),
  };
}
