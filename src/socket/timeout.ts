import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";

/** Seconds; 0 does not wait, null waits for ever. */
export type Timeout = number | null;

const NANOSECONDS = 1e9;
/** CPython counts nanoseconds in 64 bits. */
const LONGEST = 2 ** 63 / NANOSECONDS;

let defaultTimeout: Timeout = null;

/** The timeout of new sockets, in seconds; null, which is the start, waits for ever. */
export function getdefaulttimeout(): Timeout {
  return defaultTimeout;
}

/**
 * Sets the timeout of the sockets that are made from now on.
 *
 * @param timeout - seconds, or null to wait for ever
 * @throws TypeError, RangeError as {@link Socket.settimeout}
 */
export function setdefaulttimeout(timeout: Timeout): void {
  defaultTimeout = checkTimeout(timeout);
}

/** Refuses what is no timeout; gives it in whole nanoseconds, rounded up, so that it is never 0 by that. */
export function checkTimeout(timeout: Timeout): Timeout {
  if (timeout === null) return null;
  if (typeof timeout !== "number") {
    throw wrongType(`timeout must be a number of seconds or null, not ${typeName(timeout)}`);
  }
  if (!Number.isFinite(timeout)) throw outOfRange(`Invalid value ${String(timeout)} for a timeout`);
  if (timeout < 0) throw outOfRange("Timeout value out of range");
  if (timeout >= LONGEST) throw outOfRange("timestamp out of range for platform time_t");
  return Math.ceil(timeout * NANOSECONDS) / NANOSECONDS;
}

/** A timeout as the raw layer takes it: −1 waits for ever. */
export function rawTimeout(timeout: Timeout): number {
  return timeout ?? -1;
}
