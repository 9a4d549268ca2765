import { checkTimeout, TIMEOUT } from "../arguments/seconds.ts";

/** Seconds; 0 does not wait, null waits forever. */
export type Timeout = number | null;

const NANOSECONDS = 1e9;

let defaultTimeout: Timeout = null;

/** Returns the timeout of new sockets in seconds; null, the initial value, waits forever. */
export function getdefaulttimeout(): Timeout {
  return defaultTimeout;
}

/**
 * Sets the timeout of sockets made from now on.
 *
 * @param timeout - seconds, or null to wait forever
 * @throws TypeError, RangeError like {@link Socket.settimeout}
 */
export function setdefaulttimeout(timeout: Timeout): void {
  defaultTimeout = socketTimeout(timeout, "setdefaulttimeout(): timeout");
}

/**
 * Returns a valid timeout of a socket, rounded up to whole nanoseconds so that it never becomes 0.
 *
 * @param name - the argument, after its call
 */
export function socketTimeout(timeout: Timeout, name: string): Timeout {
  const checked = checkTimeout(timeout, name, TIMEOUT);
  return checked === null ? null : Math.ceil(checked * NANOSECONDS) / NANOSECONDS;
}

/** Returns a timeout for the raw layer, where −1 waits forever. */
export function rawTimeout(timeout: Timeout): number {
  return timeout ?? -1;
}
