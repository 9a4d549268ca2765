import { readFileSync } from "node:fs";

/** Descriptors that a process has besides those of its connections. */
const OTHERS = 200;

/** How many descriptors a process may have; what it starts may have as many. */
function descriptorLimit(): number {
  const limits = readFileSync("/proc/self/limits", "utf8");
  return Number(/^Max open files\s+(\d+)/mu.exec(limits)?.[1] ?? Infinity);
}

/** Why so many connections cannot be held here, or false. */
export function needsDescriptors(connections: number): string | false {
  if (process.platform !== "linux") return "NOT RUN: reads /proc";
  const limit = descriptorLimit();
  const needed = connections + OTHERS;
  return limit < needed && `NOT RUN: needs ulimit -n ${needed}, and it is ${limit}`;
}
