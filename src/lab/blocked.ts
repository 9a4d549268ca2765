/**
 * Where a thread sleeps: the system call that it is blocked in, by `/proc/<pid>/task/<tid>/syscall`.
 *
 * @module
 */

import { readFileSync } from "node:fs";

/** The numbers of the system calls that block, on x86-64 and on arm64. */
export const blockingCalls = {
  accept4: ["288", "242"],
  close: ["3", "57"],
  connect: ["42", "203"],
  epoll_wait: ["232", "281", "22"], // or epoll_pwait
  poll: ["7", "73"],
  recvfrom: ["45", "207"],
  recvmsg: ["47", "212"],
  select: ["23", "270", "72"], // or pselect6
  sendfile: ["40", "71"],
  sendmsg: ["46", "211"],
  sendto: ["44", "206"],
} as const;

/** A system call that may block. */
export type BlockingCall = keyof typeof blockingCalls;

/**
 * True when a thread of a process, its main thread if none is named, sleeps in a system call; with
 * `fd`, in one that has this descriptor for its first argument.
 */
export function isBlockedIn(call: BlockingCall, pid: number, thread = pid, fd?: number): boolean {
  const text = readFileSync(`/proc/${pid}/task/${thread}/syscall`, "utf8");
  const [number = "", first = ""] = text.split(" ");
  const isIt = (blockingCalls[call] as readonly string[]).includes(number);
  return isIt && (fd === undefined || Number(first) === fd);
}

/** How often a thread, the main thread if none is named, has given up the processor of its own accord. */
export function wakeUps(pid: number, thread = pid): number {
  const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8");
  return Number(/^voluntary_ctxt_switches:\s+(\d+)$/mu.exec(status)?.[1]);
}
