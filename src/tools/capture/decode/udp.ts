import { type Malformed, malformed, tooShort, type UdpDatagram } from "./packet.ts";

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
