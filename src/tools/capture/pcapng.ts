import type { Captured } from "./captured.ts";
import type { LinkType } from "./decode/frame.ts";

// The blocks of the file format pcapng: draft-ietf-opsawg-pcapng. Each begins with its type and
// length, and ends with its length again, so that it can be read from both ends:
//
//   type | length | body, filled up to 4 bytes | length

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const UNKNOWN_LENGTH = -1n;
const AROUND_BODY = 12;

const OPTION_END = 0;
const OPTION_INTERFACE_NAME = 2;
const OPTION_TIME_RESOLUTION = 9;
const OPTION_APPLICATION = 4;
const NANOSECONDS = 9;

/** The numbers that pcapng has for link types. */
const linkNumbers: Readonly<Record<LinkType, number>> = { ethernet: 1, ip: 101, cooked: 113 };

/** The first block of a file. */
export function sectionHeader(): Buffer {
  const fixed = Buffer.alloc(16);
  fixed.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
  fixed.writeUInt16LE(1, 4); // The format's version: 1.0
  fixed.writeBigInt64LE(UNKNOWN_LENGTH, 8);
  return block(SECTION_HEADER, [
    fixed,
    option(OPTION_APPLICATION, Buffer.from("bsd-sockets")),
    end(),
  ]);
}

/** The block that says where the packets behind it come from, and that their times are in ns. */
export function interfaceDescription(name: string, link: LinkType, snapLength: number): Buffer {
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16LE(linkNumbers[link], 0);
  fixed.writeUInt32LE(snapLength, 4);
  return block(INTERFACE_DESCRIPTION, [
    fixed,
    option(OPTION_INTERFACE_NAME, Buffer.from(name)),
    option(OPTION_TIME_RESOLUTION, Buffer.from([NANOSECONDS])),
    end(),
  ]);
}

/** A packet of the first interface. */
export function enhancedPacket({ bytes, length, time }: Captured): Buffer {
  const fixed = Buffer.alloc(20);
  fixed.writeUInt32LE(Number(BigInt.asUintN(32, time >> 32n)), 4);
  fixed.writeUInt32LE(Number(BigInt.asUintN(32, time)), 8);
  fixed.writeUInt32LE(bytes.length, 12);
  fixed.writeUInt32LE(length, 16);
  return block(ENHANCED_PACKET, [fixed, padded(bytes)]);
}

function block(type: number, body: readonly Buffer[]): Buffer {
  const length = AROUND_BODY + body.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, ...body, head.subarray(4)]);
}

function option(code: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

function end(): Buffer {
  return option(OPTION_END, Buffer.alloc(0));
}

function padded(bytes: Buffer): Buffer {
  const missing = -bytes.length & 3;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}
