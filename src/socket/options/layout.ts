import { endianness } from "node:os";

import { type Field, layouts } from "../../addon/layouts.ts";

const isLittleEndian = endianness() === "LE";
const ALL_ONES = 2n ** 64n - 1n;

/** A struct of the system's headers, read and written field by field. */
export class Struct {
  readonly size: number;
  readonly fields: Readonly<Record<string, Field>>;
  /** False when the system has no such struct. */
  readonly isAvailable: boolean;

  constructor(name: string) {
    const layout = layouts[name];
    this.isAvailable = layout !== undefined;
    this.size = layout?.size ?? 0;
    this.fields = layout?.fields ?? {};
  }

  /** Returns the numbers in the bytes, without the fields beyond their end. */
  numbers(bytes: Buffer): Record<string, number> {
    const names = Object.keys(this.fields);
    const isThere = (name: string): boolean => endOf(this.fields[name]!) <= bytes.length;
    return Object.fromEntries(
      names.filter(isThere).map((name) => [name, readNumber(bytes, this.fields[name]!)]),
    );
  }

  /** Returns the bytes of a field. */
  part(bytes: Buffer, name: string): Buffer {
    const field = this.fields[name]!;
    return bytes.subarray(field.offset, endOf(field));
  }

  /** Returns the bytes of the struct with the given fields; the others are 0. */
  bytes(values: Readonly<Record<string, number | Uint8Array>>): Buffer {
    const bytes = Buffer.alloc(this.size);
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === "number") writeNumber(bytes, this.fields[name]!, value);
      else bytes.set(value, this.fields[name]!.offset);
    }
    return bytes;
  }
}

function endOf(field: Field): number {
  return field.offset + field.size;
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// In an unsigned 64-bit field, all ones mean no limit.
function readNumber(bytes: Buffer, field: Field): number {
  const view = viewOf(bytes);
  const { offset, size, isSigned, shift, bits } = field;
  if (bits > 0) return (view.getUint8(offset) >> shift) & (2 ** bits - 1);
  if (size === 8) {
    if (isSigned) return Number(view.getBigInt64(offset, isLittleEndian));
    const value = view.getBigUint64(offset, isLittleEndian);
    return value === ALL_ONES ? Infinity : Number(value);
  }
  if (size === 4) {
    return isSigned
      ? view.getInt32(offset, isLittleEndian)
      : view.getUint32(offset, isLittleEndian);
  }
  if (size === 2) {
    return isSigned
      ? view.getInt16(offset, isLittleEndian)
      : view.getUint16(offset, isLittleEndian);
  }
  return isSigned ? view.getInt8(offset) : view.getUint8(offset);
}

function writeNumber(bytes: Buffer, { offset, size }: Field, value: number): void {
  const view = viewOf(bytes);
  if (size === 8) view.setBigInt64(offset, BigInt(value), isLittleEndian);
  else if (size === 4) view.setInt32(offset, value, isLittleEndian);
  else view.setInt16(offset, value, isLittleEndian);
}

/** Returns the integer in the machine's byte order that takes all of the bytes. */
export function numberOf(bytes: Buffer, isSigned = true): number {
  return readNumber(bytes, { offset: 0, size: bytes.length, isSigned, shift: 0, bits: 0 });
}

/** Returns an unsigned 64-bit integer. */
export function bigintOf(bytes: Buffer): bigint {
  return viewOf(bytes).getBigUint64(0, isLittleEndian);
}

/** Returns the bytes of a 32-bit integer. */
export function uint32Bytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  viewOf(bytes).setUint32(0, value, isLittleEndian);
  return bytes;
}

/** Returns the bytes of a 64-bit integer. */
export function uint64Bytes(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  viewOf(bytes).setBigUint64(0, value, isLittleEndian);
  return bytes;
}
