// A process that makes native calls: either in the main thread, or in workers that are terminated
// during some of them. Blocked calls are interrupted. Its progress is in a file, because nothing
// else survives a crash.

import { openSync, readFileSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread, parentPort, threadId, Worker, workerData } from "node:worker_threads";

import { setLoopback } from "#internal/lab/agent/loopback.js";
import { interrupt } from "bsd-sockets/syscalls";

import { performAll } from "./batch.ts";
import type { Call } from "./recipe.ts";

/** The process's task. */
export interface Task {
  readonly calls: readonly Call[];
  readonly inWorker: boolean;
  /** The file for the number of the current call. */
  readonly progress: string;
}

interface Shared {
  readonly counter: Int32Array;
  /** The thread to interrupt; undefined in the process that makes calls. */
  readonly watched?: number;
  readonly task?: Task;
}

const PATIENCE_MILLISECONDS = 5;

/** Interrupts a thread whose call takes too long. */
async function watch(counter: Int32Array, thread: number): Promise<void> {
  for (let before = -1; Atomics.load(counter, 0) >= 0;) {
    await sleep(PATIENCE_MILLISECONDS);
    const now = Atomics.load(counter, 0);
    if (now === before) interrupt(thread);
    before = now;
  }
}

function makeCalls({ calls, progress }: Task, counter: Int32Array): void {
  const file = openSync(progress, "r+");
  performAll(calls, (index) => {
    Atomics.store(counter, 0, index);
    writeSync(file, String(index).padEnd(10), 0);
  });
  Atomics.store(counter, 0, -1);
}

function start(shared: Shared): Worker {
  return new Worker(new URL(import.meta.url), { workerData: shared });
}

async function inMainThread(task: Task): Promise<void> {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const watcher = start({ counter, watched: threadId });
  await new Promise((resolve) => watcher.once("message", resolve));
  makeCalls(task, counter);
  await watcher.terminate();
}

async function inWorker(task: Task): Promise<void> {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const worker = start({ counter, task });
  let failure: unknown;
  worker.once("error", (error) => (failure = error));
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  void ended.then(() => Atomics.store(counter, 0, -1));
  await watch(counter, worker.threadId);
  await ended;
  if (failure !== undefined) throw failure as Error;
}

async function main(): Promise<void> {
  setLoopback(true);
  const task = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Task;
  await (task.inWorker ? inWorker(task) : inMainThread(task));
  // Calls may have changed how this process exits; reaching this point counts as success.
  process.exit(0);
}

const { counter, watched, task } = (workerData ?? {}) as Partial<Shared>;
if (isMainThread) {
  await main();
} else if (task !== undefined) {
  makeCalls(task, counter!);
} else {
  parentPort!.postMessage("ready");
  await watch(counter!, watched!);
}
