/**
 * Checks that the methods of a socket share.
 *
 * @module
 */

import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";
import { type ErrorDetails, errorOf, OSError } from "../errors.ts";
import type { ByteView } from "../syscalls/index.ts";

/** Throws what a failed raw result means, of a call that does not wait: what it says is its own. */
export function check(result: number, syscall: string, address?: unknown): void {
  if (result < 0) throw OSError.from(-result, { syscall, ...detailsOf(address) });
}

/** The same for a call that may wait, and then may end because the time is up, or by Ctrl-C. */
export function checkWaiting(result: number, syscall: string, address?: unknown): void {
  if (result < 0) throw errorOf(result, { syscall, ...detailsOf(address) });
}

function detailsOf(address: unknown): ErrorDetails {
  if (typeof address === "string") return { address };
  if (!Array.isArray(address)) return {};
  const [host, port] = address as unknown[];
  return typeof host === "string" && typeof port === "number" ? { address: host, port } : {};
}

/** The length of bytes; refuses what is none. */
export function byteLength(data: ByteView): number {
  // The quickest to ask, of what programs send most.
  if (data instanceof Uint8Array) return data.length;
  if (!ArrayBuffer.isView(data)) {
    throw wrongType(`a bytes-like object is required, not ${typeName(data)}`);
  }
  return data.byteLength;
}

/** Refuses what is no integer. */
export function checkInteger(value: unknown, call: string): void {
  if (typeof value !== "number") {
    throw wrongType(`${call}(): a number is required, not ${typeName(value)}`);
  }
  if (!Number.isInteger(value)) throw outOfRange(`${call}(): an integer is required, not ${value}`);
}

const LARGEST_INT = 2 ** 31 - 1;

/** Refuses what is no integer, or does not fit an int of C's. */
export function checkInt(value: unknown, call: string): void {
  checkInteger(value, call);
  const number = value as number;
  if (number > LARGEST_INT || number < -LARGEST_INT - 1) {
    throw outOfRange(`${call}(): an integer of 32 bits is required, not ${number}`);
  }
}

/** Refuses a size that is no integer, or negative. */
export function checkSize(size: number, call: string): void {
  checkInteger(size, call);
  if (size < 0) throw outOfRange(`negative buffersize in ${call}`);
}

/** How much of a caller's buffer a receive may fill: `nbytes`, or all when that is 0. */
export function sizeToFill(buffer: ByteView, nbytes: number, call: string): number {
  const capacity = byteLength(buffer);
  checkSize(nbytes, call);
  if (nbytes > capacity) throw outOfRange("nbytes is greater than the length of the buffer");
  return nbytes === 0 ? capacity : nbytes;
}
