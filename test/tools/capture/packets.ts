// Builds packets to decode from the fields of their headers.

import { inet_pton, AF_INET, AF_INET6 } from "bsd-sockets/socket";
import { pack } from "bsd-sockets/struct";

/** The fields of a TCP header; by default 0 or empty. */
export interface Segment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly flags?: number;
  readonly window?: number;
  readonly urgentPointer?: number;
  readonly options?: Buffer;
  readonly payload?: Buffer;
}

/** Returns the bytes of a TCP segment. */
export function tcp(segment: Segment): Buffer {
  const { options = Buffer.alloc(0), payload = Buffer.alloc(0) } = segment;
  const filled = Buffer.concat([options, Buffer.alloc(-options.length & 3)]);
  const header = pack(
    ">HHIIHHHH",
    segment.sourcePort,
    segment.destinationPort,
    segment.sequence ?? 0,
    segment.acknowledgment ?? 0,
    ((5 + filled.length / 4) << 12) | (segment.flags ?? 0),
    segment.window ?? 0,
    0,
    segment.urgentPointer ?? 0,
  );
  return Buffer.concat([header, filled, payload]);
}

/** Returns the bytes of a UDP datagram. */
export function udp(sourcePort: number, destinationPort: number, payload: Buffer): Buffer {
  const header = pack(">HHHH", sourcePort, destinationPort, 8 + payload.length, 0xffff);
  return Buffer.concat([header, payload]);
}

/** Returns the bytes of an ICMP message, without a checksum. */
export function icmp(type: number, code: number, rest: Buffer = Buffer.alloc(4)): Buffer {
  return Buffer.concat([Buffer.from([type, code, 0, 0]), rest]);
}

/** The fields of an IP header. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  /** IPv4's flags and fragment offset. */
  readonly fragment?: number;
  /** IPv4's options. */
  readonly options?: Buffer;
}

/** Returns the bytes of an IPv4 packet. */
export function ipv4(route: Route, payload: Buffer): Buffer {
  const { options = Buffer.alloc(0), fragment = 0 } = route;
  const length = 20 + options.length;
  const header = Buffer.from([
    ...pack(">BBHHHBBH", 0x40 | (length / 4), 0, length + payload.length, 1, fragment, 64, 0, 0),
    ...inet_pton(AF_INET, route.from),
    ...inet_pton(AF_INET, route.to),
    ...options,
  ]);
  header.writeUInt8(route.protocol, 9);
  return Buffer.concat([header, payload]);
}

/** Returns the bytes of an IPv6 packet; `payload` begins with its extension headers. */
export function ipv6(route: Route, payload: Buffer): Buffer {
  const header = pack(">IHBB", 0x60000000, payload.length, route.protocol, 255);
  const addresses = [route.from, route.to].map((address) => inet_pton(AF_INET6, address));
  return Buffer.concat([header, ...addresses, payload]);
}

/** Returns the bytes of an Ethernet frame. */
export function ethernet(type: number, payload: Buffer): Buffer {
  const addresses = Buffer.from("020000000002020000000001", "hex");
  return Buffer.concat([addresses, pack(">H", type), payload]);
}
