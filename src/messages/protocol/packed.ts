import { outOfRange } from "../../arguments/errors.ts";
import { calcsize, pack, type StructValue, unpack, type Unpacked } from "../../struct/index.ts";
import { InvalidContentError } from "./errors.ts";
import type { ByteOrder } from "./header.ts";
import type { Message } from "./message.ts";

const marks: Readonly<Record<ByteOrder, "<" | ">">> = { little: "<", big: ">" };

/**
 * The values in the bytes of a binary message, in the byte order that its header names:
 * `struct.unpack`.
 *
 * @param format - as struct's, without a byte order of its own: `"HHI"`
 * @throws InvalidContentError for content that is no bytes or not of the format's size; struct.error
 *   for a bad format; RangeError for one with a byte order
 */
export function unpackContent<const Format extends string>(
  message: Message,
  format: Format,
): Unpacked<Format> {
  const content = message.content;
  if (!Buffer.isBuffer(content)) throw new InvalidContentError("The content is not binary");
  const full = ordered(format, message.byteorder);
  const size = calcsize(full);
  if (content.length === size) return unpack(full, content) as Unpacked<Format>;
  throw new InvalidContentError(`The content has ${content.length} bytes; ${format} has ${size}`);
}

/**
 * Values as the bytes of a binary message, in a byte order that its header must then name:
 * `struct.pack`.
 *
 * @param format - as struct's, without a byte order of its own
 * @throws struct.error for values that do not fit; RangeError for a format with a byte order
 */
export function packContent(
  format: string,
  byteorder: ByteOrder,
  ...values: (StructValue | Uint8Array)[]
): Buffer {
  return pack(ordered(format, byteorder), ...values);
}

function ordered(format: string, byteorder: ByteOrder): string {
  if (/^[@=<>!]/u.test(format)) {
    throw outOfRange(`The format ${format} has a byte order of its own; leave it to the message`);
  }
  return marks[byteorder] + format;
}
