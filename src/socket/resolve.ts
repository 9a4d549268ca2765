import { typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger } from "../arguments/integers.ts";
import { EINTR } from "../errno.ts";
import { type ErrorDetails, gaierror, KeyboardInterrupt, OSError } from "../errors.ts";
import { socketConstants } from "../addon/constants.ts";
import * as syscalls from "../syscalls/index.ts";
import type { Inet6Address, InetAddress } from "./families.ts";
import type { ByteView, RawLookupFailure } from "../syscalls/index.ts";
import { AF_UNSPEC, EAI_SYSTEM } from "./constants.ts";
import { asciiName, checkHost, encodedHost, type Host } from "./names/host.ts";

/** One address of a name, with the arguments for `socket()` and `connect()`. */
export type AddressInfoTuple = [
  family: number,
  type: number,
  proto: number,
  canonname: string,
  sockaddr: InetAddress | Inet6Address,
];

interface Found {
  family: number;
  type: number;
  proto: number;
  canonname: string;
  address: Buffer;
}

/** Whether the system that the addon was built on has IPv6. */
export const has_ipv6: boolean = socketConstants["AF_INET6"] !== undefined;

/** Options of {@link getaddrinfo}, which narrow its answers. */
export interface AddressInfoOptions {
  /** An AF_ constant. Default AF_UNSPEC: any. */
  family?: number;
  /** A SOCK_ constant. Default 0: any. */
  type?: number;
  /** An IPPROTO_ constant. Default 0: any. */
  proto?: number;
  /** AI_ constants, combined with `|`. */
  flags?: number;
}

/**
 * Looks up the addresses of a host and a service: `getaddrinfo(3)`. It blocks.
 *
 * @param host - a name or numeric address, as a string or bytes; null is the loopback address, or
 *   with AI_PASSIVE the wildcard
 * @param port - a number, a service's name as a string or bytes, or null
 * @throws gaierror whose errno is an EAI code; RangeError for a name with a label that is empty or
 *   longer than 63 characters; KeyboardInterrupt
 * @see https://man7.org/linux/man-pages/man3/getaddrinfo.3.html
 */
export function getaddrinfo(
  host: Host | null,
  port: number | string | ByteView | null,
  options: AddressInfoOptions = {},
): AddressInfoTuple[] {
  if (host !== null) checkHost(host, "getaddrinfo");
  const { family = AF_UNSPEC, type = 0, proto = 0, flags = 0 } = options;
  const name = host === null ? null : encodedHost(host);
  return lookUp(name, serviceOf(port), family, type, proto, flags).map((found) => [
    found.family,
    found.type,
    found.proto,
    found.canonname,
    syscalls.decodeAddress(found.address, found.address.length) as InetAddress | Inet6Address,
  ]);
}

function serviceOf(port: number | string | ByteView | null): string | ByteView | null {
  if (port === null || typeof port === "string" || ArrayBuffer.isView(port)) return port;
  if (typeof port !== "number") {
    throw wrongType(
      `getaddrinfo(): port must be a number, a string, bytes or null, not ${typeName(port)}`,
    );
  }
  return String(checkInteger(port, "getaddrinfo(): port"));
}

/** Looks up a host and service; returns at least one answer, with the address as bytes. */
export function lookUp(
  host: Host | null,
  service: string | ByteView | null,
  family: number,
  type = 0,
  proto = 0,
  flags = 0,
): [Found, ...Found[]] {
  const name = typeof host === "string" ? asciiName(host) : host;
  const result = syscalls.getaddrinfo(name, service, family, type, proto, flags);
  if (!Array.isArray(result)) throw addressInfoError(result, "getaddrinfo", host);
  return result.map(([foundFamily, foundType, foundProto, canonname, address]) => ({
    family: foundFamily,
    type: foundType,
    proto: foundProto,
    canonname,
    address,
  })) as [Found, ...Found[]];
}

/** Returns the error for a failure of getaddrinfo or getnameinfo. */
export function addressInfoError(
  failure: RawLookupFailure,
  syscall: string,
  host: Host | null,
): Error {
  const details = detailsOf(syscall, host);
  if (failure.code !== EAI_SYSTEM) return new gaierror(failure.code, details);
  if (failure.errno === EINTR) return new KeyboardInterrupt();
  return OSError.from(failure.errno, details);
}

/** Returns the details of an error: the call and its host. */
export function detailsOf(syscall: string, host: Host | null): ErrorDetails {
  if (host === null) return { syscall };
  if (typeof host === "string") return { syscall, address: host };
  return {
    syscall,
    address: Buffer.from(host.buffer, host.byteOffset, host.byteLength).toString(),
  };
}
