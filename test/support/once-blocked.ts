import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";

import { needsProc } from "./process-state.ts";

/** The numbers of the system calls that block, on x86-64 and on arm64. */
const numbers = {
  accept4: ["288", "242"],
  connect: ["42", "203"],
  epoll_wait: ["232", "281", "22"], // or epoll_pwait
  poll: ["7", "73"],
  recvfrom: ["45", "207"],
  recvmsg: ["47", "212"],
  sendfile: ["40", "71"],
  sendmsg: ["46", "211"],
  sendto: ["44", "206"],
} as const;

/** A system call that may block. */
export type BlockingCall = keyof typeof numbers;

/** Why the tests are skipped that look where a thread is blocked, or false. */
export const needsThread = { skip: needsProc };

/** True when a thread of a process, its main thread if none is named, is blocked in a system call. */
export function isBlockedIn(call: BlockingCall, pid: number, thread = pid): boolean {
  const [number = ""] = readFileSync(`/proc/${pid}/task/${thread}/syscall`, "utf8").split(" ");
  return (numbers[call] as readonly string[]).includes(number);
}

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
  const workerData = { numbers: numbers[call], fd, text, pid: process.pid };
  await once(new Worker(WRITER, { eval: true, workerData }), "exit");
}
