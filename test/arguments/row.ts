import type { Kind } from "./kinds.ts";

/**
 * An argument that is a number: its function and its path there, what it may be, and a call with a
 * value for it. `named` is its name in messages, where that is not the end of the path.
 */
export type Row = readonly [
  argument: string,
  kind: Kind,
  call: (value: never) => unknown,
  named?: string,
];
