import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { checkInt } from "../../arguments/integers.ts";
import { OSError } from "../../errors.ts";
import * as syscalls from "../../syscalls/index.ts";
import { AF_INET, AF_INET6, AF_UNSPEC, AI_NUMERICHOST, SOCK_DGRAM } from "../constants.ts";
import type { AddressArgument, Inet6Address, InetAddress } from "../families.ts";
import { checkPart } from "../address-parts.ts";
import { addressInfoError, lookUp } from "../resolve.ts";

type InternetAddress = AddressArgument<InetAddress | Inet6Address>;

const SYSCALL = "getnameinfo";

/**
 * Looks up the names of an address: `getnameinfo(3)`. It blocks, except with NI_NUMERICHOST.
 *
 * @param sockaddr - `[host, port]`, or `[host, port, flowinfo, scopeid]` of AF_INET6; the host is a
 *   numeric address. The scope is that of `scopeid`, not of the host.
 * @param flags - NI_ constants
 * @returns the host, with `%scope` if it has one, and the service; numbers for anything without a
 *   name
 * @throws gaierror whose errno is an EAI code; OSError for an IPv4 address with more than two
 *   parts; TypeError for anything but an address; RangeError for a flowinfo above 0xfffff
 * @see https://man7.org/linux/man-pages/man3/getnameinfo.3.html
 */
export function getnameinfo(
  sockaddr: InternetAddress,
  flags: number,
): [host: string, service: string] {
  const [host, port, flowinfo, scopeId] = checkParts(sockaddr);
  const found = lookUp(host, String(port), AF_UNSPEC, SOCK_DGRAM, 0, AI_NUMERICHOST);
  if (found.length > 1) throw failure("sockaddr resolved to multiple addresses");
  const [{ family, address }] = found;
  if (family === AF_INET && sockaddr.length !== 2) throw failure("IPv4 sockaddr must be 2 tuple");
  const bytes = family === AF_INET6 ? scoped(address, flowinfo, scopeId) : address;
  const names = syscalls.getnameinfo(bytes, flags);
  if (!Array.isArray(names)) throw addressInfoError(names, SYSCALL, host);
  return names;
}

function checkParts(sockaddr: InternetAddress): [string, number, number, number] {
  if (!Array.isArray(sockaddr)) {
    throw wrongType(`${SYSCALL}() argument 1 must be an array, not ${typeName(sockaddr)}`);
  }
  const [host, port, flowinfo = 0, scopeId = 0] = sockaddr as AddressArgument<Inet6Address>;
  const isAddress =
    sockaddr.length >= 2 &&
    sockaddr.length <= 4 &&
    typeof host === "string" &&
    [port, flowinfo, scopeId].every((part) => typeof part === "number");
  if (!isAddress) throw wrongType(`${SYSCALL}(): illegal sockaddr argument`);
  if (host.includes("\0")) throw outOfRange(`${SYSCALL}(): host must not contain null characters`);
  // The resolver itself checks the bounds of the port.
  return [
    host,
    checkInt(port, `${SYSCALL}(): port`),
    checkPart(flowinfo, "flowinfo", 0xfffff, SYSCALL),
    checkPart(scopeId, "scopeid", 0xffffffff, SYSCALL),
  ];
}

function scoped(address: Uint8Array, flowinfo: number, scopeId: number): Uint8Array {
  const decoded = syscalls.decodeAddress(address, address.length);
  const [host, port] = decoded as syscalls.DecodedInternetAddress;
  return syscalls.encodeInternetAddress(AF_INET6, host, port, flowinfo, scopeId)!;
}

function failure(text: string): OSError {
  return new OSError(null, text, { syscall: SYSCALL });
}
