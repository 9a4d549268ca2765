/**
 * What the system is set to, as far as experiments depend on it.
 *
 * @module
 */

import { readFileSync } from "node:fs";

import { getOption, socket } from "../socket/index.ts";
import type { Need } from "./experiment.ts";

/** A number of the kernel's settings, such as `net.core.somaxconn`; undefined where there is none. */
export function setting(name: string): number | undefined {
  try {
    const text = readFileSync(`/proc/sys/${name.replaceAll(".", "/")}`, "utf8");
    return Number(text);
  } catch {
    return undefined;
  }
}

/** Needs a setting not to have a value, with which the kernel does something else. */
export function unlessSet(name: string, value: number, what: string): Need {
  return () => setting(name) === value && `${name} is ${value}: ${what}`;
}

/** Needs listeners whose queues may be so long. */
export function needsQueue(length: number): Need {
  const name = "net.core.somaxconn";
  return () => (setting(name) ?? Infinity) < length && `needs ${name} to be at least ${length}`;
}

/** Needs processes that may have so many descriptors. */
export function needsDescriptors(count: number): Need {
  return () => mostDescriptors() < count && `needs ${count} descriptors (ulimit -n)`;
}

/** The limit that a process can set itself, and Node does. */
function mostDescriptors(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    return Number(/^Max open files\s+\S+\s+(\d+)/mu.exec(limits)?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

/** Needs a range of ports that a socket can choose: Linux 6.3 has it. */
export function needsPortRange(): string | false {
  using s = socket();
  try {
    getOption(s, "IP_LOCAL_PORT_RANGE");
    return false;
  } catch {
    return "needs IP_LOCAL_PORT_RANGE (Linux 6.3)";
  }
}
