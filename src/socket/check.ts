/**
 * Checks shared by the methods of a socket.
 *
 * @module
 */

import { constants } from "node:buffer";

import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger, isIntegerIn, UINT_MAX } from "../arguments/integers.ts";
import { type ErrorDetails, errorOf, OSError } from "../errors.ts";
import type { ByteView } from "../syscalls/index.ts";

/** Throws the OSError of a failed raw result, for a call that never waits. */
export function check(result: number, syscall: string, address?: unknown): void {
  if (result < 0) throw OSError.from(-result, { syscall, ...detailsOf(address) });
}

/** The same for a call that may wait, so that it can also time out or be interrupted by Ctrl-C. */
export function checkWaiting(result: number, syscall: string, address?: unknown): void {
  if (result < 0) throw errorOf(result, { syscall, ...detailsOf(address) });
}

function detailsOf(address: unknown): ErrorDetails {
  if (typeof address === "string") return { address };
  if (!Array.isArray(address)) return {};
  const [host, port] = address as unknown[];
  return typeof host === "string" && typeof port === "number" ? { address: host, port } : {};
}

/** Returns the length of bytes in any view; throws TypeError for anything else. */
export function byteLength(data: ByteView): number {
  // The fastest check, for what programs send most.
  if (data instanceof Uint8Array) return data.length;
  if (!ArrayBuffer.isView(data)) {
    throw wrongType(`a bytes-like object is required, not ${typeName(data)}`);
  }
  return data.byteLength;
}

// No call receives this much. Beyond MAX_LENGTH, Node would throw an error of its own.
const LARGEST_SIZE = Math.min(UINT_MAX, constants.MAX_LENGTH);

/** Returns a valid size to receive. The message for a negative one is CPython's. */
export function checkSize(size: number, call: string, name = "bufsize"): number {
  // Every receive comes here, so build no text for a valid size.
  if (isIntegerIn(size, 0, LARGEST_SIZE)) return size;
  if (Number.isInteger(size) && size < 0) throw outOfRange(`negative buffersize in ${call}`);
  return checkInteger(size, `${call}(): ${name}`, 0, LARGEST_SIZE);
}

/** Returns how many bytes of a buffer to fill: `nbytes`, or all of them if that is 0. */
export function sizeToFill(buffer: ByteView, nbytes: number, call: string): number {
  const capacity = byteLength(buffer);
  checkSize(nbytes, call, "nbytes");
  if (nbytes > capacity) throw outOfRange("nbytes is greater than the length of the buffer");
  return nbytes === 0 ? capacity : nbytes;
}
