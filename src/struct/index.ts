/**
 * Converts numbers to bytes and back, with the formats of Python's `struct` module:
 * https://docs.python.org/3/library/struct.html
 *
 * A format begins with a byte order: `>` or `!` for big-endian, `<` for little-endian, `=` for that
 * of this machine, all without padding; `@` or nothing is the C layout of this machine, with
 * padding. Codes follow, each with an optional count before it:
 *
 * | code | value | bytes |
 * |---|---|---|
 * | `x` | padding, no value | 1 |
 * | `c` | a Buffer of one byte | 1 |
 * | `b` `B` | number | 1 |
 * | `?` | boolean | 1 |
 * | `h` `H` | number | 2 |
 * | `i` `I` | number | 4 |
 * | `l` `L` | number; bigint if it has 8 bytes | 4; in C layout the size of a long |
 * | `q` `Q` | bigint | 8 |
 * | `n` `N` | number; bigint if it has 8 bytes; only in C layout | the size of a size_t |
 * | `e` `f` `d` | number | 2, 4, 8 |
 * | `s` | a Buffer; the count is its length | count |
 * | `p` | a Buffer of at most count − 1 bytes, after its length | count |
 *
 * Packing accepts numbers for bigints, and bigints for numbers.
 *
 * @module
 */

import { typeName, wrongType } from "../arguments/errors.ts";
import type { StructValue } from "./codes.ts";
import { error } from "./error.ts";
import { type BytesField, parse } from "./format.ts";
import type { Unpacked } from "./unpacked.ts";

export { error };
export type { StructValue, Unpacked };

/** Returns the number of bytes of a format. */
export function calcsize(format: string): number {
  return parse(format).size;
}

/**
 * Returns the bytes of values.
 *
 * @throws struct.error for an invalid format, a wrong number of values, or a value that does not
 *   fit
 */
export function pack(format: string, ...values: (StructValue | Uint8Array)[]): Buffer {
  const { isLittle, size, count, fields } = parse(format);
  if (values.length !== count) {
    throw new error(`pack expected ${count} items for packing (got ${values.length})`);
  }
  const bytes = Buffer.alloc(size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  let next = 0;
  for (const field of fields) {
    if (field.kind === "bytes") {
      writeBytes(bytes, field, values[next++]);
      continue;
    }
    for (let i = 0; i < field.count; i++) {
      field.code.write(view, field.offset + i * field.code.size, values[next++], isLittle);
    }
  }
  return bytes;
}

/**
 * Returns the values of bytes, always as an array. Bytes among the values are copies.
 *
 * @throws struct.error for an invalid format, or if the number of bytes is not that of the format
 */
export function unpack<const Format extends string>(
  format: Format,
  bytes: Uint8Array,
): Unpacked<Format> {
  const { isLittle, size, fields } = parse(format);
  if (!(bytes instanceof Uint8Array)) {
    throw wrongType(`a bytes-like object is required, not ${typeName(bytes)}`);
  }
  if (bytes.length !== size) throw new error(`unpack requires a buffer of ${size} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  const values: StructValue[] = [];
  for (const field of fields) {
    if (field.kind === "bytes") {
      values.push(readBytes(bytes, field));
      continue;
    }
    for (let i = 0; i < field.count; i++) {
      values.push(field.code.read(view, field.offset + i * field.code.size, isLittle));
    }
  }
  return values as Unpacked<Format>;
}

const LONGEST_PASCAL = 255;

function writeBytes(bytes: Buffer, field: BytesField, value: unknown): void {
  if (!(value instanceof Uint8Array)) {
    throw new error(`argument for '${field.isPascal ? "p" : "s"}' must be a bytes object`);
  }
  if (!field.isPascal) {
    bytes.set(value.subarray(0, field.length), field.offset);
  } else if (field.length > 0) {
    const used = value.subarray(0, Math.min(field.length - 1, LONGEST_PASCAL));
    bytes[field.offset] = used.length;
    bytes.set(used, field.offset + 1);
  }
}

function readBytes(bytes: Uint8Array, { offset, length, isPascal }: BytesField): Buffer {
  if (!isPascal) return Buffer.from(bytes.subarray(offset, offset + length));
  if (length === 0) return Buffer.alloc(0);
  const used = Math.min(bytes[offset] ?? 0, length - 1);
  return Buffer.from(bytes.subarray(offset + 1, offset + 1 + used));
}
