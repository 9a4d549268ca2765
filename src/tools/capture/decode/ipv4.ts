import type { Packet } from "./packet.ts";
import { type Malformed, malformed, plain, tooShort } from "./plain.ts";
import { decodeTransport } from "./transport.ts";
import { protocolName } from "./protocol-name.ts";

const SMALLEST_HEADER = 20;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** Decodes an IPv4 packet: RFC 791. What follows the packet's own length is the link's padding. */
export function decodeIpv4(bytes: Buffer): Packet | Malformed {
  if (bytes.length < SMALLEST_HEADER) return tooShort("IPv4", bytes, SMALLEST_HEADER);
  const version = bytes.readUInt8(0) >> 4;
  if (version !== 4) return malformed("IPv4", `its version is ${version}`);
  const headerLength = (bytes.readUInt8(0) & 0x0f) * 4;
  if (headerLength < SMALLEST_HEADER || headerLength > bytes.length) {
    return malformed("IPv4", `a header of ${headerLength} bytes in ${bytes.length}`);
  }
  // A packet that the device is still to cut into segments may have no length yet.
  const length = bytes.readUInt16BE(2) || bytes.length;
  if (length < headerLength || length > bytes.length) {
    return malformed("IPv4", `a length of ${length} in ${bytes.length} bytes`);
  }
  const source = bytes.subarray(12, 16).join(".");
  const destination = bytes.subarray(16, 20).join(".");
  return { source, destination, content: contentOf(bytes, bytes.subarray(headerLength, length)) };
}

function contentOf(header: Buffer, payload: Buffer): Packet["content"] {
  const protocol = header.readUInt8(9);
  const fragment = header.readUInt16BE(6);
  if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0) {
    const offset = (fragment & FRAGMENT_OFFSET) * 8;
    const id = header.readUInt16BE(4).toString(16).padStart(4, "0");
    const which = `proto=${protocolName(protocol)} ${protocol}, off=${offset}, ID=${id}`;
    return plain("IPv4", `Fragmented IP protocol (${which})`, payload);
  }
  return decodeTransport({ version: 4, protocol, hopLimit: header.readUInt8(8), payload });
}
