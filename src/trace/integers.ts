// Integers in the byte order of this machine, as C has them in memory. What was cut off is 0.

import { endianness } from "node:os";

const isLittle = endianness() === "LE";

function part(bytes: Buffer, offset: number, length: number): Buffer {
  const found = Buffer.alloc(length);
  // Not copy(), which refuses an offset beyond the end.
  found.set(bytes.subarray(offset, offset + length));
  return found;
}

export function uint16(bytes: Buffer, offset: number): number {
  const found = part(bytes, offset, 2);
  return isLittle ? found.readUInt16LE() : found.readUInt16BE();
}

export function int32(bytes: Buffer, offset = 0): number {
  const found = part(bytes, offset, 4);
  return isLittle ? found.readInt32LE() : found.readInt32BE();
}

export function int64(bytes: Buffer, offset = 0): number {
  const found = part(bytes, offset, 8);
  return Number(isLittle ? found.readBigInt64LE() : found.readBigInt64BE());
}

/** All of them, one behind the other. */
export function int32List(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => int32(bytes, 4 * i));
}

export function int64List(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => int64(bytes, 8 * i));
}
