import { type Malformed, malformed, tooShort } from "./plain.ts";

/** A UDP datagram: udp(7). */
export interface UdpDatagram {
  readonly kind: "udp";
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** A checksum of 0, which IPv6 forbids. */
  readonly lacksChecksum: boolean;
  readonly payload: Buffer;
}

const HEADER = 8;

/** Decodes a UDP datagram: RFC 768. */
export function decodeUdp(bytes: Buffer, version: 4 | 6): UdpDatagram | Malformed {
  if (bytes.length < HEADER) return tooShort("UDP", bytes, HEADER);
  const said = bytes.readUInt16BE(4);
  // As in a jumbogram of IPv6: RFC 2675.
  const length = said === 0 && version === 6 ? bytes.length : said;
  if (length < HEADER || length > bytes.length) {
    return malformed("UDP", `a length of ${length} in ${bytes.length} bytes`);
  }
  return {
    kind: "udp",
    sourcePort: bytes.readUInt16BE(0),
    destinationPort: bytes.readUInt16BE(2),
    lacksChecksum: version === 6 && bytes.readUInt16BE(6) === 0,
    payload: bytes.subarray(HEADER, length),
  };
}
