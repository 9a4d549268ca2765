import { outOfRange } from "../../arguments/errors.ts";
import { errorOf, OSError } from "../../errors.ts";
import * as syscalls from "../../syscalls/index.ts";
import type { ByteView } from "../../syscalls/index.ts";
import { AF_INET, AF_INET6 } from "../constants.ts";

/**
 * Returns the bytes of a numeric address, in network order: `inet_pton(3)`. It accepts only four
 * decimal numbers for IPv4.
 *
 * @param address_family - AF_INET or AF_INET6
 * @returns 4 or 16 bytes
 * @throws OSError without an errno for an invalid address; OSError EAFNOSUPPORT
 * @see https://man7.org/linux/man-pages/man3/inet_pton.3.html
 */
export function inet_pton(address_family: number, ip_string: string): Buffer {
  const syscall = "inet_pton";
  const packed = syscalls.inet_pton(address_family, ip_string);
  if (typeof packed === "number") throw errorOf(packed, { syscall });
  if (packed === null) throw illegalAddress(syscall, ip_string);
  return packed;
}

/**
 * Returns the text of an address: `inet_ntop(3)`.
 *
 * @param address_family - AF_INET or AF_INET6
 * @param packed_ip - 4 or 16 bytes, in network order
 * @throws RangeError for another family or length
 * @see https://man7.org/linux/man-pages/man3/inet_ntop.3.html
 */
export function inet_ntop(address_family: number, packed_ip: ByteView): string {
  const length = address_family === AF_INET6 ? 16 : 4;
  const isKnown = address_family === AF_INET || address_family === AF_INET6;
  if (isKnown && ArrayBuffer.isView(packed_ip) && packed_ip.byteLength !== length) {
    throw outOfRange("invalid length of packed IP address string");
  }
  const text = syscalls.inet_ntop(address_family, packed_ip);
  if (typeof text === "number") throw outOfRange(`unknown address family ${address_family}`);
  return text;
}

/**
 * Returns the bytes of an IPv4 address, in network order: `inet_aton(3)`. It is lenient: it accepts
 * fewer than four numbers, octal and hexadecimal numbers, and ignores anything after a space.
 *
 * @throws OSError without an errno for an invalid address
 * @see https://man7.org/linux/man-pages/man3/inet_aton.3.html
 */
export function inet_aton(ip_string: string): Buffer {
  const packed = syscalls.inet_aton(ip_string);
  if (packed === null) throw illegalAddress("inet_aton", ip_string);
  return packed;
}

/**
 * Returns the text of an IPv4 address: `inet_ntoa(3)`.
 *
 * @param packed_ip - 4 bytes, in network order
 * @throws OSError without an errno for another length
 * @see https://man7.org/linux/man-pages/man3/inet_ntoa.3.html
 */
export function inet_ntoa(packed_ip: ByteView): string {
  if (ArrayBuffer.isView(packed_ip) && packed_ip.byteLength !== 4) {
    throw new OSError(null, "packed IP wrong length for inet_ntoa", { syscall: "inet_ntoa" });
  }
  return syscalls.inet_ntoa(packed_ip);
}

function illegalAddress(syscall: string, address: string): OSError {
  return new OSError(null, `illegal IP address string passed to ${syscall}`, { syscall, address });
}
