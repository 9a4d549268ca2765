/**
 * The only checks of integers in the package. Anything but an integer, such as 1.5 or NaN, is a
 * TypeError; an integer out of bounds is a RangeError. `native/binding/arguments.cc` does the same.
 *
 * @module
 */

import { given, outOfRange, wrongType } from "./errors.ts";

/** The bounds of C's `int` and `unsigned int`, with the names of `<limits.h>`. */
export const INT_MIN = -(2 ** 31);
export const INT_MAX = 2 ** 31 - 1;
export const UINT_MAX = 2 ** 32 - 1;

export const HIGHEST_PORT = 0xffff;

/** Returns true for an integer within bounds. */
export function isIntegerIn(value: unknown, lowest: number, highest: number): value is number {
  return Number.isInteger(value) && (value as number) >= lowest && (value as number) <= highest;
}

/**
 * Returns an integer within bounds.
 *
 * @param name - the argument, after its call if it has one: `recv(): bufsize`
 * @param outside - the RangeError's message, if it is CPython's
 * @throws TypeError unless it is an integer; RangeError unless it is within the bounds
 */
export function checkInteger(
  value: unknown,
  name: string,
  lowest: number = Number.MIN_SAFE_INTEGER,
  highest: number = Number.MAX_SAFE_INTEGER,
  outside?: string,
): number {
  if (isIntegerIn(value, lowest, highest)) return value;
  if (!Number.isInteger(value)) throw notInteger(value, name);
  const bounds = `an integer from ${lowest} to ${highest}`;
  throw outOfRange(outside ?? `${name} must be ${bounds}, not ${given(value)}`);
}

/** Returns an integer that fits C's `int`. */
export function checkInt(value: unknown, name: string): number {
  return checkInteger(value, name, INT_MIN, INT_MAX);
}

/** Returns a port. The RangeError's message is CPython's. */
export function checkPort(value: unknown, name = "port"): number {
  return checkInteger(value, name, 0, HIGHEST_PORT, `${name} must be 0-${HIGHEST_PORT}.`);
}

/** Returns the error for anything but an integer. */
export function notInteger(value: unknown, name: string): TypeError {
  return wrongType(`${name} must be an integer, not ${given(value)}`);
}
