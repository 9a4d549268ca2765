import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";
import { claimedDescriptor } from "../fileobjects/file-object.ts";

const INT_MAX = 2 ** 31 - 1;
// CPython keeps a timeout as nanoseconds in 64 bits.
const LONGEST_SECONDS = 2 ** 63 / 1e9;

/** The descriptor of a file object. */
export function descriptorOf(fileobj: unknown): number {
  const fd = claimedDescriptor(fileobj);
  if (typeof fd !== "number" || !Number.isInteger(fd)) {
    const isAsked = typeof fileobj === "object" && fileobj !== null && "fileno" in fileobj;
    throw wrongType(
      isAsked
        ? "fileno() returned a non-integer"
        : "argument must be an int, or have a fileno() method.",
    );
  }
  if (fd < 0) throw outOfRange(`file descriptor cannot be a negative integer (${fd})`);
  return checkInt(fd, "file descriptor");
}

/** Refuses what is no C int. */
export function checkInt(value: number, name: string): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw wrongType(`${name} must be an integer, not ${describe(value)}`);
  }
  if (value < -INT_MAX - 1 || value > INT_MAX) {
    throw outOfRange(`${name} is too large to convert to C int: ${value}`);
  }
  return value;
}

function describe(value: unknown): string {
  return typeof value === "number" ? String(value) : typeName(value);
}

/** A timeout as a number, of which `perSecond` make a second; null is −1, which waits for ever. */
export function checkTimeout(timeout: number | null, perSecond = 1): number {
  if (timeout === null) return -1;
  if (typeof timeout !== "number") {
    throw wrongType(`timeout must be a number or null, not ${typeName(timeout)}`);
  }
  if (Number.isNaN(timeout)) throw outOfRange("Invalid value NaN (not a number)");
  if (Math.abs(timeout / perSecond) > LONGEST_SECONDS) {
    throw outOfRange("timestamp out of range for platform time_t");
  }
  return timeout;
}

/**
 * The timeout of `poll(2)` or `epoll_wait(2)`, which count milliseconds in an int, as the raw layer
 * takes it: in seconds, −1 waits for ever.
 */
export function pollTimeout(timeout: number | null, perSecond: 1 | 1000): number {
  const checked = checkTimeout(timeout, perSecond);
  if (checked < 0) return -1;
  if (Math.ceil(checked * (1000 / perSecond)) > INT_MAX) throw outOfRange("timeout is too large");
  return checked / perSecond;
}
