import { addon } from "../native.ts";
import type { ByteView } from "./common.ts";

/** `[host, port]` of AF_INET, or `[host, port, flowinfo, scopeId]` of AF_INET6. */
export type InternetAddress = [host: string, port: number, flowinfo?: number, scopeId?: number];

/** The size of a `struct sockaddr_storage`, in bytes: room for any address. */
export const SOCKADDR_STORAGE_SIZE: number = addon.SOCKADDR_STORAGE_SIZE;

/**
 * The bytes of a `sockaddr_in` or `sockaddr_in6`, by `inet_pton(3)`; null when the host is not a
 * numeric address of that family.
 */
export const encodeAddress: (
  family: number,
  host: string,
  port: number,
  flowinfo: number,
  scopeId: number,
) => Buffer | null = addon.encodeAddress;

/**
 * What the first `length` bytes of a `sockaddr` say, by `inet_ntop(3)`; null for a family that it
 * does not know, and for an address that is not there.
 */
export const decodeAddress: (address: ByteView, length: number) => InternetAddress | null =
  addon.decodeAddress;

/** A 16-bit number from host to network byte order: `byteorder(3)`. */
export const htons: (x: number) => number = addon.htons;

/** A 32-bit number from host to network byte order: `byteorder(3)`. */
export const htonl: (x: number) => number = addon.htonl;

/** A 16-bit number from network to host byte order: `byteorder(3)`. */
export const ntohs: (x: number) => number = addon.ntohs;

/** A 32-bit number from network to host byte order: `byteorder(3)`. */
export const ntohl: (x: number) => number = addon.ntohl;
