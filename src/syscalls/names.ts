import { nativeFunction, nativeValue } from "../thread/introduce.ts";
import type { ByteView } from "./common.ts";

/**
 * Why a look-up gave nothing: a code of its own (EAI or h_errno), and the errno where the code does
 * not say all, or else 0. The errno is EINTR after Ctrl-C or {@link interrupt}.
 */
export interface RawLookupFailure {
  code: number;
  errno: number;
}

/** One answer of {@link getaddrinfo}; the last element is the bytes of a `sockaddr`. */
export type RawAddressInfo = [
  family: number,
  type: number,
  protocol: number,
  canonname: string,
  address: Buffer,
];

/** A `struct hostent`; the addresses are bytes in network order. */
export type RawHost = [name: string, aliases: string[], family: number, addresses: Buffer[]];

/**
 * Looks up addresses: `getaddrinfo(3)`. A failure's code is an EAI constant.
 *
 * @see https://man7.org/linux/man-pages/man3/getaddrinfo.3.html
 */
export const getaddrinfo: (
  host: string | ByteView | null,
  service: string | ByteView | null,
  family: number,
  type: number,
  proto: number,
  flags: number,
) => RawAddressInfo[] | RawLookupFailure = nativeFunction("getaddrinfo");

/**
 * Looks up the names of a `sockaddr`: `getnameinfo(3)`. Flags are NI constants; a failure's code is
 * an EAI constant.
 *
 * @see https://man7.org/linux/man-pages/man3/getnameinfo.3.html
 */
export const getnameinfo: (
  address: ByteView,
  flags: number,
) => [host: string, service: string] | RawLookupFailure = nativeFunction("getnameinfo");

/**
 * What an EAI code means: `gai_strerror(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/gai_strerror.3.html
 */
export const gai_strerror: (code: number) => string = nativeFunction("gai_strerror");

/**
 * Looks up a host's IPv4 addresses: `gethostbyname(3)`. A failure's code is in {@link hostErrors}.
 *
 * @see https://man7.org/linux/man-pages/man3/gethostbyname.3.html
 */
export const gethostbyname: (name: string | ByteView) => RawHost | RawLookupFailure =
  nativeFunction("gethostbyname");

/**
 * Looks up the host of an address, which is 4 bytes of AF_INET or 16 of AF_INET6:
 * `gethostbyaddr(3)`. A failure's code is in {@link hostErrors}.
 *
 * @see https://man7.org/linux/man-pages/man3/gethostbyaddr.3.html
 */
export const gethostbyaddr: (address: ByteView, family: number) => RawHost | RawLookupFailure =
  nativeFunction("gethostbyaddr");

/** The codes of h_errno by name, from `<netdb.h>`. */
export const hostErrors: Readonly<Record<string, number>> = nativeValue("hostErrors");

/**
 * What a code of h_errno means: `hstrerror(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/hstrerror.3.html
 */
export const hstrerror: (code: number) => string = nativeFunction("hstrerror");

/**
 * The port of a service, null for one that is unknown: `getservbyname(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/getservbyname.3.html
 */
export const getservbyname: (name: string, protocol: string | null) => number | null =
  nativeFunction("getservbyname");

/**
 * The service of a port, null for one that is unknown: `getservbyport(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/getservbyport.3.html
 */
export const getservbyport: (port: number, protocol: string | null) => string | null =
  nativeFunction("getservbyport");

/**
 * The number of a protocol, null for one that is unknown: `getprotobyname(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/getprotobyname.3.html
 */
export const getprotobyname: (name: string) => number | null = nativeFunction("getprotobyname");

/**
 * The bytes of a numeric address, null for what is none; or `-EAFNOSUPPORT`: `inet_pton(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/inet_pton.3.html
 */
export const inet_pton: (address_family: number, text: string) => Buffer | null | number =
  nativeFunction("inet_pton");

/**
 * The text of an address of 4 or 16 bytes, or `-EAFNOSUPPORT`: `inet_ntop(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/inet_ntop.3.html
 */
export const inet_ntop: (address_family: number, address: ByteView) => string | number =
  nativeFunction("inet_ntop");

/**
 * The bytes of an IPv4 address in any of its notations, null for what is none: `inet_aton(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/inet_aton.3.html
 */
export const inet_aton: (text: string) => Buffer | null = nativeFunction("inet_aton");

/**
 * The text of an IPv4 address of 4 bytes: `inet_ntoa(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/inet_ntoa.3.html
 */
export const inet_ntoa: (address: ByteView) => string = nativeFunction("inet_ntoa");

/**
 * The numbers and names of the network interfaces, or `-errno`: `if_nameindex(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/if_nameindex.3.html
 */
export const if_nameindex: () => [index: number, name: string][] | number =
  nativeFunction("if_nameindex");

/**
 * The number of a network interface: `if_nametoindex(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/if_nametoindex.3.html
 */
export const if_nametoindex: (name: string | ByteView) => number = nativeFunction("if_nametoindex");

/**
 * The name of a network interface, or `-errno`: `if_indextoname(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/if_indextoname.3.html
 */
export const if_indextoname: (if_index: number) => string | number =
  nativeFunction("if_indextoname");

/**
 * This machine's name, or `-errno`: `gethostname(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/gethostname.2.html
 */
export const gethostname: () => string | number = nativeFunction("gethostname");

/**
 * Sets this machine's name: `sethostname(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/sethostname.2.html
 */
export const sethostname: (name: ByteView) => number = nativeFunction("sethostname");
