import { malformed, type Malformed, tooShort } from "./plain.ts";
import { readTcpOptions, type TcpOption } from "./tcp-options.ts";

/** A TCP segment: RFC 9293. */
export interface TcpSegment {
  readonly kind: "tcp";
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  /** The FLAGS that are set, and in the upper four bits what is reserved. */
  readonly flags: number;
  /** As it stands in the header, not scaled. */
  readonly window: number;
  readonly urgentPointer: number;
  readonly options: readonly TcpOption[];
  readonly payload: Buffer;
}

/** The flag of the last segment of a direction. */
export const FIN = 0x001;
/** The flag of the first segment of a direction. */
export const SYN = 0x002;
/** The flag that ends a connection at once. */
export const RST = 0x004;
/** The flag that makes the acknowledgment count. */
export const ACK = 0x010;
/** The flag that makes the urgent pointer count. */
export const URG = 0x020;

const names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"];
const RESERVED = 0xe00;
const SMALLEST_HEADER = 20;

/** Decodes a TCP segment. */
export function decodeTcp(bytes: Buffer): TcpSegment | Malformed {
  if (bytes.length < SMALLEST_HEADER) return tooShort("TCP", bytes, SMALLEST_HEADER);
  const headerLength = (bytes.readUInt8(12) >> 4) * 4;
  if (headerLength < SMALLEST_HEADER || headerLength > bytes.length) {
    return malformed("TCP", `a header of ${headerLength} bytes in ${bytes.length}`);
  }
  return {
    kind: "tcp",
    sourcePort: bytes.readUInt16BE(0),
    destinationPort: bytes.readUInt16BE(2),
    sequence: bytes.readUInt32BE(4),
    acknowledgment: bytes.readUInt32BE(8),
    flags: bytes.readUInt16BE(12) & 0x0fff,
    window: bytes.readUInt16BE(14),
    urgentPointer: bytes.readUInt16BE(18),
    options: readTcpOptions(bytes.subarray(SMALLEST_HEADER, headerLength)),
    payload: bytes.subarray(headerLength),
  };
}

/** The names of a segment's flags, from the lowest bit on. */
export function flagNames(flags: number): string[] {
  const set = names.filter((_, bit) => (flags & (1 << bit)) !== 0);
  return (flags & RESERVED) === 0 ? set : [...set, "Reserved"];
}
