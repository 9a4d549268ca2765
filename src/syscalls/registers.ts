import { given, wrongType } from "../arguments/errors.ts";
import { notInteger } from "../arguments/integers.ts";
import { nativeValue } from "../thread/introduce.ts";

/**
 * Where the calls that programs make for every event put their numbers, each at its argument's
 * index, and find their result, in the first: as a system call's are in those of the processor. As
 * arguments they would cost more, for the addon calls Node back for each that it reads.
 */
export const registers: Float64Array = nativeValue("registers");

/** A number, for a register, which would convert anything else; the addon checks whether it is an integer. */
export function integer(value: number, name: string): number {
  if (typeof value === "number") return value;
  throw notInteger(value, name);
}

/** The same for a timeout. */
export function seconds(value: number, name: string): number {
  if (typeof value === "number") return value;
  throw wrongType(`${name} must be a number of seconds, not ${given(value)}`);
}

/** The result that a call left. None needs more than the 32 bits that V8 counts with quickest. */
export function result(): number {
  return registers[0]! | 0;
}
