/**
 * Finds out which system call a thread is blocked in, from `/proc/<pid>/task/<tid>/syscall`.
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
 * True if a thread (by default the main thread) sleeps in this system call; with `fd`, only if the
 * call's first argument is this descriptor.
 */
export function isBlockedIn(call: BlockingCall, pid: number, thread = pid, fd?: number): boolean {
  const text = readFileSync(`/proc/${pid}/task/${thread}/syscall`, "utf8");
  const [number = "", first = ""] = text.split(" ");
  const isIt = (blockingCalls[call] as readonly string[]).includes(number);
  return isIt && (fd === undefined || Number(first) === fd);
}

/** How often a thread (by default the main thread) has gone to sleep: its voluntary context switches. */
export function wakeUps(pid: number, thread = pid): number {
  const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8");
  return Number(/^voluntary_ctxt_switches:\s+(\d+)$/mu.exec(status)?.[1]);
}
