import { wrongType, typeName } from "../../arguments/errors.ts";
import { errorOf, herror, OSError } from "../../errors.ts";
import * as syscalls from "../../syscalls/index.ts";
import type { RawHost, RawLookupFailure } from "../../syscalls/index.ts";
import { AF_INET, AF_UNSPEC, AI_PASSIVE, SOCK_DGRAM } from "../constants.ts";
import { detailsOf, lookUp } from "../resolve.ts";
import { checkHost, encodedHost, type Host, textOfHost } from "./host.ts";
import { gethostname } from "./hostname.ts";

/** A host: its name, its other names, and its numeric addresses. */
export type HostInfo = [hostname: string, aliaslist: string[], ipaddrlist: string[]];

/**
 * Looks up the IPv4 address of a host: `getaddrinfo(3)`. It blocks.
 *
 * @param hostname - a name or numeric address; `""` is `"0.0.0.0"`, `"<broadcast>"` is
 *   `"255.255.255.255"`
 * @throws gaierror; RangeError for a name with a label that is empty or longer than 63 characters;
 *   KeyboardInterrupt
 * @see https://man7.org/linux/man-pages/man3/getaddrinfo.3.html
 */
export function gethostbyname(hostname: Host): string {
  return addressOf(hostname, AF_INET, "gethostbyname")[1];
}

/**
 * Looks up the names and IPv4 addresses of a host: `gethostbyname(3)`. It blocks.
 *
 * @throws gaierror for an unknown name; herror; RangeError; KeyboardInterrupt
 * @see https://man7.org/linux/man-pages/man3/gethostbyname.3.html
 */
export function gethostbyname_ex(hostname: Host): HostInfo {
  addressOf(hostname, AF_INET, "gethostbyname_ex");
  const answer = syscalls.gethostbyname(encodedHost(hostname));
  return hostInfo(answer, "gethostbyname", hostname);
}

/**
 * Looks up the names and addresses of the host with an address: `gethostbyaddr(3)`. It blocks.
 *
 * @param ip_address - a numeric IPv4 or IPv6 address, or a name, which is looked up first
 * @throws herror for an address without a name; gaierror for an unknown name; RangeError;
 *   KeyboardInterrupt
 * @see https://man7.org/linux/man-pages/man3/gethostbyaddr.3.html
 */
export function gethostbyaddr(ip_address: Host): HostInfo {
  const [family, text] = addressOf(ip_address, AF_UNSPEC, "gethostbyaddr");
  const address = syscalls.inet_pton(family, text) as Buffer;
  return hostInfo(syscalls.gethostbyaddr(address, family), "gethostbyaddr", ip_address);
}

/**
 * Looks up the full name of a host: `gethostbyaddr(3)`. It is the first name with a dot that {@link
 * gethostbyaddr} returns, or else its host name, or `name` itself if the look-up fails. It blocks.
 *
 * @param name - `""`, `"0.0.0.0"` and `"::"` mean this machine
 * @throws RangeError for a name with a label that is empty or longer than 63 characters;
 *   KeyboardInterrupt
 * @see https://man7.org/linux/man-pages/man3/gethostbyaddr.3.html
 */
export function getfqdn(name = ""): string {
  if (typeof name !== "string") {
    throw wrongType(`getfqdn(): name must be a string, not ${typeName(name)}`);
  }
  const stripped = name.trim();
  const asked = ["", "0.0.0.0", "::"].includes(stripped) ? gethostname() : stripped;
  try {
    const [hostname, aliases] = gethostbyaddr(asked);
    return [hostname, ...aliases].find((known) => known.includes(".")) ?? hostname;
  } catch (error) {
    if (error instanceof OSError) return asked;
    throw error;
  }
}

// Returns the family and the text of the first address of a host.
function addressOf(host: Host, family: number, call: string): [family: number, text: string] {
  checkHost(host, call);
  const text = textOfHost(host);
  if (text === "<broadcast>") return [AF_INET, "255.255.255.255"];
  const found =
    text === ""
      ? lookUp(null, "0", family, SOCK_DGRAM, 0, AI_PASSIVE)
      : lookUp(encodedHost(host), null, family);
  if (text === "" && found.length > 1) {
    throw new OSError(null, "wildcard resolved to multiple address", { syscall: call });
  }
  const [first] = found;
  const decoded = syscalls.decodeAddress(first.address, first.address.length);
  return [first.family, (decoded as syscalls.DecodedInternetAddress)[0]];
}

function hostInfo(answer: RawHost | RawLookupFailure, syscall: string, host: Host): HostInfo {
  if (!Array.isArray(answer)) throw hostError(answer, syscall, host);
  const [name, aliases, family, addresses] = answer;
  return [name, aliases, addresses.map((address) => syscalls.inet_ntop(family, address) as string)];
}

function hostError(failure: RawLookupFailure, syscall: string, host: Host): Error {
  const details = detailsOf(syscall, host);
  return failure.errno === 0 ? new herror(failure.code, details) : errorOf(-failure.errno, details);
}
