import type { Call } from "../trace/call.ts";

const makers = new Set(["accept", "accept4", "dup", "dup2", "dup3", "socket"]);

/** The descriptor that a call made, or null. */
export function madeDescriptor({ name, result }: Call): number | null {
  return makers.has(name) && result >= 0 ? result : null;
}

/** When a call had returned: seconds of the clock that its start is of. */
export function endOf({ start, duration }: Call): number {
  return start + duration;
}
