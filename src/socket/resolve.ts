import { domainToASCII } from "node:url";

import { outOfRange, typeName, wrongType } from "../argument-errors.ts";
import { EINTR } from "../errno.ts";
import { gaierror, KeyboardInterrupt, OSError } from "../errors.ts";
import * as syscalls from "../syscalls/index.ts";
import type { Inet6Address, InetAddress } from "./families.ts";
import { AF_UNSPEC, EAI_SYSTEM } from "./constants.ts";

/** One address that a name stands for: what `socket()` and `connect()` take. */
export type AddressInfo = [
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

/** Narrows {@link getaddrinfo}'s answers; the numbers are AF_, SOCK_, IPPROTO_ and AI_ constants. */
export interface AddressInfoOptions {
  family?: number;
  type?: number;
  proto?: number;
  flags?: number;
}

/**
 * The addresses that a host and a service stand for: `getaddrinfo(3)`. A look-up blocks.
 *
 * @param host - a name or numeric address; null is the loopback, or with AI_PASSIVE the wildcard
 * @param port - a number, a service's name, or null
 * @throws gaierror whose errno is an EAI code
 * @see https://man7.org/linux/man-pages/man3/getaddrinfo.3.html
 */
export function getaddrinfo(
  host: string | null,
  port: number | string | null,
  options: AddressInfoOptions = {},
): AddressInfo[] {
  checkHost(host);
  const { family = AF_UNSPEC, type = 0, proto = 0, flags = 0 } = options;
  return lookUp(host, serviceOf(port), family, type, proto, flags).map((found) => [
    found.family,
    found.type,
    found.proto,
    found.canonname,
    syscalls.decodeAddress(found.address, found.address.length) as InetAddress | Inet6Address,
  ]);
}

function checkHost(host: unknown): void {
  if (host !== null && typeof host !== "string") {
    throw wrongType(`getaddrinfo(): host must be a string or null, not ${typeName(host)}`);
  }
}

function serviceOf(port: unknown): string | null {
  if (port === null || typeof port === "string") return port;
  if (typeof port !== "number") {
    throw wrongType(
      `getaddrinfo(): port must be a number, a string or null, not ${typeName(port)}`,
    );
  }
  if (!Number.isInteger(port)) throw outOfRange("getaddrinfo(): port must be an integer");
  return String(port);
}

/** A look-up's answers, at least one, with the address as bytes. */
export function lookUp(
  host: string | null,
  service: string | null,
  family: number,
  type = 0,
  proto = 0,
  flags = 0,
): [Found, ...Found[]] {
  const name = host === null ? null : asciiName(host);
  const result = syscalls.getaddrinfo(name, service, family, type, proto, flags);
  if (!Array.isArray(result)) throw lookUpError(result, host);
  return result.map(([foundFamily, foundType, foundProto, canonname, address]) => ({
    family: foundFamily,
    type: foundType,
    proto: foundProto,
    canonname,
    address,
  })) as [Found, ...Found[]];
}

// Resolvers know international names by their ASCII form (IDNA).
function asciiName(host: string): string {
  return /^[ -~]*$/u.test(host) ? host : domainToASCII(host) || host;
}

function lookUpError(failure: { code: number; errno: number }, host: string | null): Error {
  const details = { syscall: "getaddrinfo", ...(host === null ? {} : { address: host }) };
  if (failure.code !== EAI_SYSTEM) return new gaierror(failure.code, details);
  if (failure.errno === EINTR) return new KeyboardInterrupt();
  return OSError.from(failure.errno, details);
}
