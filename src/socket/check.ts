/**
 * Checks that the methods of a socket share.
 *
 * @module
 */

import { constants } from "node:buffer";

import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger, isIntegerIn, UINT_MAX } from "../arguments/integers.ts";
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

// No call receives as much, and Node has a message of its own for a Buffer that is larger than it can be.
const LARGEST_SIZE = Math.min(UINT_MAX, constants.MAX_LENGTH);

/** Returns a size that a receive can have. The message for a negative one is CPython's. */
export function checkSize(size: number, call: string, name = "bufsize"): number {
  // Programs come here for each message, so a good size costs no text.
  if (isIntegerIn(size, 0, LARGEST_SIZE)) return size;
  if (Number.isInteger(size) && size < 0) throw outOfRange(`negative buffersize in ${call}`);
  return checkInteger(size, `${call}(): ${name}`, 0, LARGEST_SIZE);
}

/** Returns how much of a caller's buffer a receive may fill: `nbytes`, or all of it when that is 0. */
export function sizeToFill(buffer: ByteView, nbytes: number, call: string): number {
  const capacity = byteLength(buffer);
  checkSize(nbytes, call, "nbytes");
  if (nbytes > capacity) throw outOfRange("nbytes is greater than the length of the buffer");
  return nbytes === 0 ? capacity : nbytes;
}
