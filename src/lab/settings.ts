/**
 * The system settings that experiments depend on.
 *
 * @module
 */

import { readFileSync } from "node:fs";

import { getOption, socket } from "../socket/index.ts";
import type { Need } from "./experiment.ts";

/** A numeric kernel setting, such as `net.core.somaxconn`; undefined if it does not exist. */
export function setting(name: string): number | undefined {
  try {
    const text = readFileSync(`/proc/sys/${name.replaceAll(".", "/")}`, "utf8");
    return Number(text);
  } catch {
    return undefined;
  }
}

/** Requires that a setting does not have a value that changes what the kernel does. */
export function unlessSet(name: string, value: number, what: string): Need {
  return () => setting(name) === value && `${name} is ${value}: ${what}`;
}

/** Requires that a listener's queue can hold `length` connections. */
export function needsQueue(length: number): Need {
  const name = "net.core.somaxconn";
  return () => (setting(name) ?? Infinity) < length && `needs ${name} to be at least ${length}`;
}

/** Requires that a process may have `count` descriptors. */
export function needsDescriptors(count: number): Need {
  return () => descriptorLimit() < count && `needs ${count} descriptors (ulimit -n)`;
}

/** The hard limit on descriptors. Node raises its soft limit to it at startup. */
function descriptorLimit(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    return Number(/^Max open files\s+\S+\s+(\d+)/mu.exec(limits)?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

/** Requires IP_LOCAL_PORT_RANGE, which Linux has since 6.3. */
export function needsPortRange(): string | false {
  using s = socket();
  try {
    getOption(s, "IP_LOCAL_PORT_RANGE");
    return false;
  } catch {
    return "needs IP_LOCAL_PORT_RANGE (Linux 6.3)";
  }
}
