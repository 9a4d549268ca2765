import { nativeFunction, nativeFunctionIfPresent, nativeValue } from "../thread/introduce.ts";
import type { ByteView } from "./common.ts";

/** `[host, port]` of AF_INET, or `[host, port, flowinfo, scopeId]` of AF_INET6. */
export type DecodedInternetAddress = [
  host: string,
  port: number,
  flowinfo?: number,
  scopeId?: number,
];

/** `[pid, groups]` of AF_NETLINK. */
export type DecodedNetlinkAddress = [pid: number, groups: number];

/** `[ifindex, protocol, pkttype, hatype, addr]` of AF_PACKET; the protocol in host byte order. */
export type DecodedPacketAddress = [
  ifindex: number,
  protocol: number,
  pkttype: number,
  hatype: number,
  addr: Buffer,
];

/** The family's number and the bytes after it, of any other family. */
export type DecodedOtherAddress = [family: number, data: Buffer];

/** What an address says; that of AF_UNIX is the bytes of its path or abstract name. */
export type DecodedAddress =
  | DecodedInternetAddress
  | DecodedNetlinkAddress
  | DecodedPacketAddress
  | DecodedOtherAddress
  | Buffer;

/** The size of a `struct sockaddr_storage`, in bytes: room for any address. */
export const SOCKADDR_STORAGE_SIZE: number = nativeValue("SOCKADDR_STORAGE_SIZE");

/**
 * The bytes of a `sockaddr_in` or `sockaddr_in6`, by `inet_pton(3)`; null when the host is not a
 * numeric address of that family. See `ip(7)` and `ipv6(7)`.
 */
export const encodeInternetAddress: (
  family: number,
  host: string,
  port: number,
  flowinfo: number,
  scopeId: number,
) => Buffer | null = nativeFunction("encodeInternetAddress");

/**
 * The bytes of a `sockaddr_un`; null when the path is too long. On Linux an abstract name begins with
 * a null byte, and the empty name has the kernel choose one. See `unix(7)`.
 */
export const encodeUnixAddress: (path: ByteView) => Buffer | null =
  nativeFunction("encodeUnixAddress");

/** The bytes of a `sockaddr_nl`, on Linux: `netlink(7)`. */
export const encodeNetlinkAddress: ((pid: number, groups: number) => Buffer) | undefined =
  nativeFunctionIfPresent("encodeNetlinkAddress");

/** The bytes of a `sockaddr_ll`, on Linux: `packet(7)`. The protocol is in host byte order. */
export const encodePacketAddress:
  | ((ifindex: number, protocol: number, pkttype: number, hatype: number, addr: ByteView) => Buffer)
  | undefined = nativeFunctionIfPresent("encodePacketAddress");

/** The bytes of a `sockaddr` of any family: its number, and the bytes after it. */
export const encodeAddress: (family: number, data: ByteView) => Buffer =
  nativeFunction("encodeAddress");

/**
 * What the first `length` bytes of a `sockaddr` say; null for an address that is not there or too
 * short for its family.
 */
export const decodeAddress: (address: ByteView, length: number) => DecodedAddress | null =
  nativeFunction("decodeAddress");

/**
 * A 16-bit number from host to network byte order: `byteorder(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/byteorder.3.html
 */
export const htons: (x: number) => number = nativeFunction("htons");

/**
 * A 32-bit number from host to network byte order: `byteorder(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/byteorder.3.html
 */
export const htonl: (x: number) => number = nativeFunction("htonl");

/**
 * A 16-bit number from network to host byte order: `byteorder(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/byteorder.3.html
 */
export const ntohs: (x: number) => number = nativeFunction("ntohs");

/**
 * A 32-bit number from network to host byte order: `byteorder(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/byteorder.3.html
 */
export const ntohl: (x: number) => number = nativeFunction("ntohl");
