import type { Arguments } from "./arguments.ts";

/** A call in strace's words. */
export interface Decoded {
  readonly arguments: readonly string[];
  /** Whether the rest of the arguments is for the kernel to tell. */
  readonly isPartial?: boolean;
  /** What stands in parentheses behind the result. */
  readonly comment?: string | null;
}

/** Says what a call's numbers and bytes mean. */
export type Decoder = (call: Arguments) => Decoded;
