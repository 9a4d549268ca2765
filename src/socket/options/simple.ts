import { Buffer } from "node:buffer";

import { given, outOfRange, quoted, wrongType } from "../../arguments/errors.ts";
import { checkInteger, INT_MAX, INT_MIN, UINT_MAX } from "../../arguments/integers.ts";
import { htonl, ntohl } from "../../syscalls/index.ts";
import { checkBoolean, checkString } from "./check.ts";
import { type Codec, codec } from "./codec.ts";
import { bigintOf, numberOf, uint32Bytes, uint64Bytes } from "./layout.ts";

/** An int that is a boolean. */
export const flag: Codec<boolean, boolean> = codec({
  type: "boolean",
  decode: (bytes) => numberOf(bytes) !== 0,
  encode: (value, name) => Number(checkBoolean(value, name)),
});

/** An int between two bounds. */
export function integer(lowest = INT_MIN, highest = INT_MAX): Codec<number, number> {
  return codec({
    type: "number",
    decode: (bytes) => numberOf(bytes),
    encode: (value, name) => checkInteger(value, name, lowest, highest),
  });
}

/** Any int. */
export const int: Codec<number, number> = integer();
/** An int that is not negative. */
export const natural: Codec<number, number> = integer(0);

/** An unsigned 32-bit integer. */
export const unsigned: Codec<number, number> = codec({
  type: "number",
  decode: (bytes) => numberOf(bytes, false),
  encode: (value, name) => uint32Bytes(checkInteger(value, name, 0, UINT_MAX)),
});

/** An unsigned 64-bit integer. */
export const bigint: Codec<bigint, never> = codec<bigint, never>({
  type: "bigint",
  capacity: 8,
  decode: bigintOf,
});

/** An interface's index, in network byte order. */
export const networkOrderIndex: Codec<number, number> = codec({
  type: "number",
  decode: (bytes) => ntohl(numberOf(bytes, false)),
  encode: (value, name) => uint32Bytes(htonl(checkInteger(value, name, 0, INT_MAX))),
});

const NO_LIMIT = 2n ** 64n - 1n;

/** Bytes per second; Infinity is no limit. Older kernels have 32 bits, newer ones 64. */
export const rate: Codec<number, number> = codec({
  type: "number",
  capacity: 8,
  decode: (bytes) => {
    const value = numberOf(bytes, false);
    return bytes.length === 4 && value === UINT_MAX ? Infinity : value;
  },
  encode: (value, name) => {
    if (value === Infinity) return uint64Bytes(NO_LIMIT);
    return uint64Bytes(BigInt(checkInteger(value, name, 0)));
  },
});

/**
 * A name of at most `size` bytes, including a null byte at its end that is not part of the value.
 */
export function name(size: number): Codec<string, string> {
  return codec({
    type: "string",
    capacity: size,
    decode: (bytes) => bytes.toString("utf8").replace(/\0[^]*$/u, ""),
    encode: (value, what) => {
      const text = checkString(value, what);
      const bytes = Buffer.from(text);
      if (bytes.includes(0)) throw outOfRange(`${what} must not have null characters`);
      if (bytes.length < size) return bytes;
      const wanted = `${what} must be a name of at most ${size - 1} bytes`;
      throw outOfRange(`${wanted}, not ${quoted(text)}`);
    },
  });
}

/** At most `size` bytes, unchanged. */
export function bytesUpTo(size: number): Codec<Buffer, NodeJS.ArrayBufferView> {
  return codec({
    type: "Buffer",
    capacity: size,
    decode: (bytes) => bytes,
    encode: (value, what) => {
      if (!ArrayBuffer.isView(value)) {
        throw wrongType(`${what} must be bytes, not ${given(value)}`);
      }
      if (value.byteLength > size) throw outOfRange(`${what} must be at most ${size} bytes`);
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    },
  });
}

/** A list of 32-bit integers. */
export const numbers: Codec<number[], never> = codec<number[], never>({
  type: "number[]",
  // NGROUPS_MAX of Linux.
  capacity: 65_536 * 4,
  decode: (bytes) =>
    Array.from({ length: bytes.length / 4 }, (_, index) =>
      numberOf(bytes.subarray(index * 4, index * 4 + 4), false),
    ),
});
