import { outOfRange, typeName, wrongType } from "../argument-errors.ts";
import { decodeAddress, encodeAddress, SOCKADDR_STORAGE_SIZE } from "../syscalls/index.ts";
import { AF_INET, AF_INET6 } from "./constants.ts";
import { lookUp } from "./resolve.ts";

/** `[host, port]` of AF_INET. */
export type InetAddress = [host: string, port: number];
/** `[host, port, flowinfo, scopeid]` of AF_INET6. */
export type Inet6Address = [host: string, port: number, flowinfo: number, scopeid: number];

/** An address as a call takes it: the last two parts of an AF_INET6 address may be left out. */
export type Address = readonly [host: string, port: number, flowinfo?: number, scopeid?: number];

/** An address as a call gives it; null when there is none. */
export type AddressResult = InetAddress | Inet6Address | null;

/** The bytes of an address for a socket of a family; a host name is looked up. */
export function toSockaddr(family: number, address: Address, call: string): Uint8Array {
  if (family !== AF_INET && family !== AF_INET6) {
    throw outOfRange(`${call}(): addresses of family ${family} are not supported`);
  }
  const [host, port, flowinfo, scopeId] = checkAddress(family, address, call);
  const numeric = wildcards(family).get(host) ?? host;
  const sockaddr = encodeAddress(family, numeric, port, flowinfo, scopeId);
  if (sockaddr !== null) return sockaddr;
  const { address: bytes } = lookUp(host, null, family)[0];
  const [numericHost, , , scopeOfName = 0] = decodeAddress(bytes, bytes.length)!;
  // A scope that the name said (fe80::1%eth0) stays, unless another is given.
  return encodeAddress(family, numericHost, port, flowinfo, scopeId || scopeOfName)!;
}

const IPV4_WILDCARDS = new Map([
  ["", "0.0.0.0"],
  ["<broadcast>", "255.255.255.255"],
]);
const IPV6_WILDCARDS = new Map([["", "::"]]);

function wildcards(family: number): ReadonlyMap<string, string> {
  return family === AF_INET ? IPV4_WILDCARDS : IPV6_WILDCARDS;
}

function checkAddress(
  family: number,
  address: Address,
  call: string,
): [string, number, number, number] {
  const name = family === AF_INET ? "AF_INET" : "AF_INET6";
  if (!Array.isArray(address)) {
    throw wrongType(`${call}(): ${name} address must be an array, not ${typeName(address)}`);
  }
  const [host, port, flowinfo = 0, scopeId = 0] = address as Address;
  if (family === AF_INET && address.length !== 2) {
    throw wrongType(`${call}(): AF_INET address must be a pair [host, port]`);
  }
  if (address.length < 2 || address.length > 4) {
    throw wrongType(`${call}(): AF_INET6 address must be [host, port, flowinfo?, scopeid?]`);
  }
  if (typeof host !== "string") {
    throw wrongType(`${call}(): host must be a string, not ${typeName(host)}`);
  }
  if (host.includes("\0")) throw wrongType(`${call}(): host must not contain null characters`);
  checkPart(port, "port", 0xffff, call);
  checkPart(flowinfo, "flowinfo", 0xfffff, call);
  checkPart(scopeId, "scopeid", 0xffffffff, call);
  return [host, port, flowinfo, scopeId];
}

function checkPart(value: unknown, name: string, highest: number, call: string): void {
  if (typeof value !== "number") {
    throw wrongType(`${call}(): ${name} must be a number, not ${typeName(value)}`);
  }
  if (!Number.isInteger(value) || value < 0 || value > highest) {
    throw outOfRange(`${call}(): ${name} must be 0-${highest}.`);
  }
}

/** Where calls write the addresses that they give: one for each thread is enough. */
export const addressBytes: Uint8Array = new Uint8Array(SOCKADDR_STORAGE_SIZE);
/** The true length of what {@link addressBytes} holds. */
export const addressLength: Int32Array = new Int32Array(1);

/** The address that a call has just written to {@link addressBytes}. */
export function fromSockaddr(): AddressResult {
  const length = Math.min(addressLength[0] ?? 0, addressBytes.length);
  return decodeAddress(addressBytes, length) as AddressResult;
}
