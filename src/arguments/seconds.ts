/**
 * The only checks of timeouts in the package. Anything but a number, or null where that waits
 * forever, is a TypeError; NaN and a number out of bounds are a RangeError. The bounds, and the
 * meaning of a number below 0, differ from call to call as they do in CPython: all of them are
 * listed here.
 *
 * @module
 */

import { given, outOfRange, wrongType } from "./errors.ts";
import { INT_MAX } from "./integers.ts";

/** The valid timeouts of a call. */
export interface TimeoutKind {
  readonly lowest: number;
  readonly highest: number;
  readonly unit: "seconds" | "milliseconds";
  /** Whether it may be null, which waits forever. */
  readonly isNullable: boolean;
  /** The RangeError's message for a number below 0, if it is CPython's. */
  readonly below0?: string;
}

const ABOVE_0 = Number.MIN_VALUE;
// CPython counts nanoseconds in 64 bits.
export const LONGEST_TIMEOUT: number = Math.floor(2 ** 63 / 1e9);
// poll(2) and epoll_wait(2) count milliseconds in an int.
const LONGEST_POLL = INT_MAX / 1000;

const seconds = { unit: "seconds", isNullable: true } as const;

/** Sockets, `select()` and `kqueue.control()`: 0 does not wait. */
export const TIMEOUT: TimeoutKind = {
  ...seconds,
  lowest: 0,
  highest: LONGEST_TIMEOUT,
  below0: "timeout must be non-negative",
};

/** Selectors: 0 and below does not wait; Infinity waits forever, like null. */
export const SELECTOR_TIMEOUT: TimeoutKind = { ...seconds, lowest: -Infinity, highest: Infinity };

/** `epoll.poll()`: a number below 0 waits forever. */
export const EPOLL_TIMEOUT: TimeoutKind = {
  ...seconds,
  lowest: -LONGEST_TIMEOUT,
  highest: LONGEST_POLL,
};

/** `poll.poll()`, in milliseconds: a number below 0 waits forever. */
export const POLL_TIMEOUT: TimeoutKind = {
  lowest: -LONGEST_TIMEOUT * 1000,
  highest: INT_MAX,
  unit: "milliseconds",
  isNullable: true,
};

/** SO_RCVTIMEO and SO_SNDTIMEO: for the kernel, 0 would be forever. */
export const OPTION_TIMEOUT: TimeoutKind = { ...seconds, lowest: ABOVE_0, highest: INT_MAX };

/** The options of the message protocol: Infinity waits forever. */
export const MESSAGE_TIMEOUT: TimeoutKind = {
  lowest: ABOVE_0,
  highest: Infinity,
  unit: "seconds",
  isNullable: false,
};

/**
 * Returns a valid timeout of a kind; null waits forever.
 *
 * @param name - the argument, after its call if it has one: `settimeout(): timeout`
 * @throws TypeError unless it is a number, or null if the kind allows that; RangeError unless it is
 *   within the bounds
 */
export function checkTimeout(value: unknown, name: string, kind: TimeoutKind): number | null {
  if (typeof value === "number" && value >= kind.lowest && value <= kind.highest) return value;
  if (value === null && kind.isNullable) return null;
  const orNull = kind.isNullable ? " or null" : "";
  const number = `${name} must be a number of ${kind.unit}`;
  if (typeof value !== "number") throw wrongType(`${number}${orNull}, not ${given(value)}`);
  if (value < 0 && kind.below0 !== undefined) throw outOfRange(kind.below0);
  throw outOfRange(`${number}${boundsOf(kind)}${orNull}, not ${value}`);
}

function boundsOf({ lowest, highest }: TimeoutKind): string {
  if (lowest === -Infinity) return "";
  const above = lowest === ABOVE_0 ? " above 0" : ` from ${lowest}`;
  return highest === Infinity ? above : `${above} to ${highest}`;
}
