import { readdirSync, readFileSync } from "node:fs";

import { wakeUps } from "#internal/lab/blocked.js";

import { until } from "./until.ts";

export { wakeUps };

/** Why the tests that read /proc are skipped, or false. */
export const needsProc = process.platform !== "linux" && "reads /proc";

/** Returns whether a process exists, even as a zombie. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Returns how many nanoseconds of processor time the main thread of a process has used. */
export function runTime(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]);
}

/** Returns the open descriptors of a process. */
export function descriptorsOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/fd`).map(Number);
}

/** Waits until the main thread of a process sleeps in several consecutive checks. */
export async function untilAsleep(pid: number): Promise<void> {
  let before = -1;
  let quietLooks = 0;
  await until(() => {
    const now = runTime(pid);
    quietLooks = now === before ? quietLooks + 1 : 0;
    before = now;
    return quietLooks === 8;
  });
}

/** The bytes that the kernel holds for a TCP socket, like netstat's Recv-Q and Send-Q. */
export interface Queues {
  receive: number;
  send: number;
}

/** Returns the fields of the kernel's line for the IPv4 socket with these two ports. */
function tcpLine(localPort: number, remotePort: number): string[] | undefined {
  const ending = (port: number): string => `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = readFileSync("/proc/net/tcp", "utf8").split("\n").slice(1);
  return lines
    .map((line) => line.trim().split(/\s+/u))
    .find(
      ([, local, remote]) =>
        local?.endsWith(ending(localPort)) === true &&
        remote?.endsWith(ending(remotePort)) === true,
    );
}

/** Returns the queues of the IPv4 socket with these two ports. */
export function queuesOf(localPort: number, remotePort: number): Queues | undefined {
  const queues = tcpLine(localPort, remotePort)?.[4];
  if (queues === undefined) return undefined;
  const [send, receive] = queues.split(":").map((digits) => Number.parseInt(digits, 16));
  return { send: send!, receive: receive! };
}
