/**
 * ICMP messages as bytes and back. No system call is made here, and no bytes make it fail.
 *
 *      type:u8 code:u8 checksum:u16 identifier:u16 sequence:u16 data …
 *
 * @see https://www.rfc-editor.org/rfc/rfc792
 * @see https://www.rfc-editor.org/rfc/rfc4443
 * @module
 */

import { pack, unpack } from "../../struct/index.ts";
import { internetChecksum } from "./checksum.ts";

/** The version of the Internet protocol. */
export type Version = 4 | 6;

/** The bytes before an echo's data. */
export const ICMP_HEADER_BYTES = 8;

const HEADER = "!BBHHH";
const IPV4_LEAST_BYTES = 20;
const IPV6_HEADER_BYTES = 40;

interface Types {
  readonly request: number;
  readonly reply: number;
  /** Messages that say what became of a packet of ours, which they carry. */
  readonly errors: readonly number[];
}

const types: Readonly<Record<Version, Types>> = {
  // unreachable, source quench, redirect, time exceeded, parameter problem
  4: { request: 8, reply: 0, errors: [3, 4, 5, 11, 12] },
  // unreachable, packet too big, time exceeded, parameter problem
  6: { request: 128, reply: 129, errors: [1, 2, 3, 4] },
};

/** An echo request, or the answer to one. */
export interface Echo {
  readonly identifier: number;
  readonly sequence: number;
}

/** What arrived, if it is about echoes. */
export type Incoming =
  | ({ readonly kind: "reply"; readonly bytes: number } & Echo)
  | ({ readonly kind: "error"; readonly type: number; readonly code: number } & Echo);

/**
 * The bytes of an echo request. Its checksum is right for IPv4; that of ICMPv6 covers addresses that
 * only the kernel knows, and the kernel writes it.
 */
export function encodeRequest(version: Version, echo: Echo, data: Uint8Array): Buffer {
  const { identifier, sequence } = echo;
  const numbers = [types[version].request, 0, 0, identifier, sequence] as const;
  const packet = Buffer.concat([pack(HEADER, ...numbers), data]);
  if (version === 4) packet.writeUInt16BE(internetChecksum(packet), 2);
  return packet;
}

/** What a packet says; null if it is about something else, is cut off, or has a wrong checksum. */
export function decodeIncoming(version: Version, packet: Uint8Array): Incoming | null {
  const message = version === 4 ? withoutIPv4Header(packet) : packet;
  if (message === null || message.length < ICMP_HEADER_BYTES) return null;
  if (version === 4 && internetChecksum(message) !== 0) return null;
  const [type, code, , identifier, sequence] = headerOf(message);
  const { reply, errors } = types[version];
  if (type === reply) return { kind: "reply", bytes: message.length, identifier, sequence };
  if (!errors.includes(type)) return null;
  const echo = decodeRequest(version, enclosed(version, message.subarray(ICMP_HEADER_BYTES)));
  return echo === null ? null : { kind: "error", type, code, ...echo };
}

/** The echo that an echo request of ours is; null for another message. */
export function decodeRequest(version: Version, message: Uint8Array | null): Echo | null {
  if (message === null || message.length < ICMP_HEADER_BYTES) return null;
  const [type, , , identifier, sequence] = headerOf(message);
  return type === types[version].request ? { identifier, sequence } : null;
}

/** The TTL of a packet that has its IPv4 header; null without one. */
export function headerTtl(packet: Uint8Array): number | null {
  return hasIPv4Header(packet) ? (packet[8] ?? null) : null;
}

function headerOf(message: Uint8Array): [number, number, number, number, number] {
  return unpack("!BBHHH", message.subarray(0, ICMP_HEADER_BYTES));
}

/** A raw IPv4 socket gives the header before the message; no message of ICMP begins like one. */
function hasIPv4Header(packet: Uint8Array): boolean {
  return packet.length >= IPV4_LEAST_BYTES && packet[0]! >> 4 === 4;
}

function withoutIPv4Header(packet: Uint8Array): Uint8Array | null {
  if (!hasIPv4Header(packet)) return packet;
  const length = (packet[0]! & 0xf) * 4;
  return length >= IPV4_LEAST_BYTES && length <= packet.length ? packet.subarray(length) : null;
}

/** The message within the packet that an error carries, behind that packet's own header. */
function enclosed(version: Version, packet: Uint8Array): Uint8Array | null {
  if (version === 4) return hasIPv4Header(packet) ? withoutIPv4Header(packet) : null;
  return packet.length >= IPV6_HEADER_BYTES ? packet.subarray(IPV6_HEADER_BYTES) : null;
}
