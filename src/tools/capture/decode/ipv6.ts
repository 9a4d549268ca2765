import { AF_INET6, inet_ntop } from "../../../socket/index.ts";
import type { Packet } from "./packet.ts";
import { type Malformed, malformed, plain, tooShort } from "./plain.ts";
import { decodeTransport } from "./transport.ts";

const HEADER = 40;
const FRAGMENT_HEADER = 8;
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const NOTHING_MORE = 59;
const DESTINATION = 60;
const MOBILITY = 135;
const UNITS_OF_8 = new Set([HOP_BY_HOP, ROUTING, DESTINATION, MOBILITY]);

/** Decodes an IPv6 packet and its extension headers: RFC 8200. */
export function decodeIpv6(bytes: Buffer): Packet | Malformed {
  if (bytes.length < HEADER) return tooShort("IPv6", bytes, HEADER);
  const version = bytes.readUInt8(0) >> 4;
  if (version !== 6) return malformed("IPv6", `its version is ${version}`);
  const nextHeader = bytes.readUInt8(6);
  const said = bytes.readUInt16BE(4);
  const present = bytes.length - HEADER;
  // A jumbogram has its length in a hop-by-hop option: RFC 2675.
  const length = said === 0 && nextHeader === HOP_BY_HOP ? present : said;
  if (length > present) {
    return malformed("IPv6", `a payload of ${length} bytes in ${present}`);
  }
  const payload = bytes.subarray(HEADER, HEADER + length);
  return {
    source: inet_ntop(AF_INET6, bytes.subarray(8, 24)),
    destination: inet_ntop(AF_INET6, bytes.subarray(24, 40)),
    content: contentOf(nextHeader, bytes.readUInt8(7), payload),
  };
}

/** Each extension header takes at least its 8 bytes away, so that a chain comes to its end. */
function contentOf(first: number, hopLimit: number, bytes: Buffer): Packet["content"] {
  let protocol = first;
  let payload = bytes;
  for (;;) {
    if (protocol === NOTHING_MORE) return plain("IPv6", "IPv6 no next header", payload);
    if (protocol === FRAGMENT && isFragment(payload)) return fragmentOf(payload);
    const length = extensionLength(protocol, payload);
    if (length === 0) return decodeTransport({ version: 6, protocol, hopLimit, payload });
    if (length > payload.length) {
      return malformed("IPv6", `an extension header of ${length} bytes in ${payload.length}`);
    }
    protocol = payload.readUInt8(0);
    payload = payload.subarray(length);
  }
}

/** How long an extension header is; 0 for what is none. */
function extensionLength(protocol: number, bytes: Buffer): number {
  const units = bytes[1] ?? 0;
  if (UNITS_OF_8.has(protocol)) return (units + 1) * 8;
  if (protocol === AUTHENTICATION) return (units + 2) * 4;
  return protocol === FRAGMENT ? FRAGMENT_HEADER : 0;
}

/** Whether it is really a part: a fragment header may also stand before a whole packet. */
function isFragment(header: Buffer): boolean {
  return header.length >= FRAGMENT_HEADER && (header.readUInt16BE(2) & ~0b110) !== 0;
}

function fragmentOf(header: Buffer): Packet["content"] {
  const offset = header.readUInt16BE(2) & ~0b111;
  const more = (header.readUInt16BE(2) & 1) === 1 ? "y" : "n";
  const ident = header.readUInt32BE(4).toString(16).padStart(8, "0");
  const which = `off=${offset} more=${more} ident=0x${ident} nxt=${header.readUInt8(0)}`;
  return plain("IPv6", `IPv6 fragment (${which})`, header.subarray(FRAGMENT_HEADER));
}
