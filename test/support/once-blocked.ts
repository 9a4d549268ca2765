import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { type BlockingCall, blockingCalls, isBlockedIn } from "#internal/lab/blocked.js";

import { needsProc } from "./process-state.ts";

export { type BlockingCall, isBlockedIn };

/** Why the tests that check where a thread is blocked are skipped, or false. */
export const needsThread = needsProc;

const WRITER = `
  const { readFileSync, writeSync } = require("node:fs");
  const { numbers, fd, text, pid } = require("node:worker_threads").workerData;
  const current = () => readFileSync(\`/proc/\${pid}/task/\${pid}/syscall\`, "utf8").split(" ")[0];
  while (!numbers.includes(current()));
  writeSync(fd, text);
`;

/** Writes to a descriptor from another thread, once the main thread is blocked in a system call. */
export async function writeOnceBlocked(
  call: BlockingCall,
  fd: number,
  text: string,
): Promise<void> {
  const workerData = { numbers: blockingCalls[call], fd, text, pid: process.pid };
  await once(new Worker(WRITER, { eval: true, workerData }), "exit");
}
