/**
 * Messages of netlink as bytes and back: `netlink(7)`, `<linux/netlink.h>`. No system call is made
 * here. Whatever the bytes are, decoding ends, with messages or with a ValueError.
 *
 *     ┌──────────── header, 16 bytes ───────────┐
 *     length:u32 type:u16 flags:u16 seq:u32 pid:u32 payload … padding to 4, then the next message
 *
 * @see https://man7.org/linux/man-pages/man7/netlink.7.html
 * @module
 */

import { ValueError } from "../../../errors.ts";
import { pack, unpack } from "../../../struct/index.ts";

/** Types of messages that mean the same in every protocol of netlink. */
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_OVERRUN = 4;

/** Flags of a message. */
export const NLM_F_REQUEST = 0x1;
export const NLM_F_DUMP_INTR = 0x10;
export const NLM_F_DUMP = 0x300;

const HEADER = "=IHHII";
const HEADER_BYTES = 16;
const ATTRIBUTE_BYTES = 4;
// The two highest bits of an attribute's type are flags: NLA_F_NESTED and NLA_F_NET_BYTEORDER.
const ATTRIBUTE_TYPE = 0x3fff;

/** One message of netlink. */
export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** Messages and attributes begin at multiples of 4. */
function aligned(length: number): number {
  return (length + 3) & ~3;
}

/** The bytes of a message. */
export function encodeMessage({ type, flags, sequence, payload }: Message): Buffer {
  const header = pack(HEADER, HEADER_BYTES + payload.length, type, flags, sequence, 0);
  return Buffer.concat([header, payload]);
}

/** The bytes of an attribute, with its padding. */
export function encodeAttribute(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(aligned(ATTRIBUTE_BYTES + value.length));
  bytes.set(pack("=HH", ATTRIBUTE_BYTES + value.length, type));
  bytes.set(value, ATTRIBUTE_BYTES);
  return bytes;
}

/**
 * The messages that one datagram holds.
 *
 * @throws ValueError for a length that is shorter than a header or longer than what is there
 */
export function decodeMessages(bytes: Uint8Array): Message[] {
  const messages: Message[] = [];
  for (let start = 0; start < bytes.length;) {
    checkRoom(bytes.length - start, HEADER_BYTES, "message");
    const header = bytes.subarray(start, start + HEADER_BYTES);
    const [length, type, flags, sequence] = unpack("=IHHII", header);
    checkLength(length, HEADER_BYTES, bytes.length - start, "message");
    const payload = bytes.subarray(start + HEADER_BYTES, start + length);
    messages.push({ type, flags, sequence, payload });
    start += aligned(length);
  }
  return messages;
}

/**
 * The attributes behind a message's fixed part, by their type; of two with one type, the last.
 *
 * @throws ValueError as {@link decodeMessages}
 */
export function decodeAttributes(bytes: Uint8Array): Map<number, Uint8Array> {
  const attributes = new Map<number, Uint8Array>();
  for (let start = 0; start < bytes.length;) {
    checkRoom(bytes.length - start, ATTRIBUTE_BYTES, "attribute");
    const [length, type] = unpack("=HH", bytes.subarray(start, start + ATTRIBUTE_BYTES));
    checkLength(length, ATTRIBUTE_BYTES, bytes.length - start, "attribute");
    const value = bytes.subarray(start + ATTRIBUTE_BYTES, start + length);
    attributes.set(type & ATTRIBUTE_TYPE, value);
    start += aligned(length);
  }
  return attributes;
}

/** The errno of an NLMSG_ERROR or NLMSG_DONE; 0 is success. */
export function errorNumberOf({ payload }: Message): number {
  // An old kernel's NLMSG_DONE may come without a number.
  if (payload.length === 0) return 0;
  return -unpack("=i", fixedPart(payload, 4, "error"))[0];
}

/** The first bytes of a payload, which must be as long as its structure. */
export function fixedPart(payload: Uint8Array, length: number, what: string): Uint8Array {
  checkRoom(payload.length, length, what);
  return payload.subarray(0, length);
}

function checkRoom(room: number, needed: number, what: string): void {
  if (room < needed) {
    throw new ValueError(`netlink: a ${what} of ${room} bytes, which needs ${needed}`);
  }
}

function checkLength(length: number, least: number, most: number, what: string): void {
  if (length >= least && length <= most) return;
  throw new ValueError(`netlink: a ${what} says that it has ${length} bytes, with ${most} there`);
}
