// A worker that makes a blocking call, repeats it if it ends, and reports its progress.

import { readlinkSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

import { blockingCalls } from "./blocking-calls.ts";

parentPort?.postMessage("loaded");
const { name } = workerData as { name: string };
const { fd, run } = blockingCalls[name]!.prepare();
parentPort?.postMessage({
  thread: Number(readlinkSync("/proc/thread-self").split("/").at(-1)),
  fd,
});
try {
  run();
  parentPort?.postMessage({ outcome: "ended" });
} catch (error) {
  parentPort?.postMessage({
    outcome: (error as NodeJS.ErrnoException).code ?? (error as Error).name,
  });
}
