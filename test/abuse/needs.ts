import { readFileSync } from "node:fs";

/** Descriptors of a process besides its connections. */
const OTHERS = 200;

/** Returns how many descriptors this process and its children may have. */
function descriptorLimit(): number {
  const limits = readFileSync("/proc/self/limits", "utf8");
  return Number(/^Max open files\s+(\d+)/mu.exec(limits)?.[1] ?? Infinity);
}

/** Returns why so many connections are not possible here, or false. */
export function needsDescriptors(connections: number): string | false {
  if (process.platform !== "linux") return "NOT RUN: reads /proc";
  const limit = descriptorLimit();
  const needed = connections + OTHERS;
  return limit < needed && `NOT RUN: needs ulimit -n ${needed}, not ${limit}`;
}
