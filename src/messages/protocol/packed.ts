import { outOfRange } from "../../arguments/errors.ts";
import { calcsize, pack, type StructValue, unpack, type Unpacked } from "../../struct/index.ts";
import { InvalidContentError } from "./errors.ts";
import type { ByteOrder } from "./header.ts";
import type { Message } from "./message.ts";

const marks: Readonly<Record<ByteOrder, "<" | ">">> = { little: "<", big: ">" };

/**
 * Unpacks the content of a binary message in the byte order that its header names, like
 * `struct.unpack`.
 *
 * @param format - a struct format without a byte order character: `"HHI"`
 * @throws InvalidContentError for content that is not binary or does not have the format's size;
 *   struct.error for a bad format; RangeError for a format with a byte order
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
  throw new InvalidContentError(
    `The content has ${content.length} bytes; the format needs ${size}`,
  );
}

/**
 * Packs values as the content of a binary message, like `struct.pack`. Send the message with the
 * same byte order in its header.
 *
 * @param format - a struct format without a byte order character
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
    throw outOfRange(`format must not begin with a byte order (${format[0]}); the message has one`);
  }
  return marks[byteorder] + format;
}
