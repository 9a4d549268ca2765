import { domainToASCII } from "node:url";

import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import type { ByteView } from "../../syscalls/index.ts";

/** A host's name or numeric address; bytes reach the resolver as they are. */
export type Host = string | ByteView;

const LONGEST_LABEL = 63;

// domainToASCII would interpret these as parts of a URL: it would drop what follows or decode an
// escape, and another name would be looked up.
const NO_PART_OF_A_NAME = /[\0- "#%/:<>?@[\\\]^`{|}\u007f]/u;

/** Throws TypeError unless the host is a string or bytes, without null characters. */
export function checkHost(host: unknown, call: string): asserts host is Host {
  if (typeof host !== "string" && !ArrayBuffer.isView(host)) {
    throw wrongType(`${call}(): host must be a string or bytes, not ${typeName(host)}`);
  }
  const hasNull =
    typeof host === "string"
      ? host.includes("\0")
      : new Uint8Array(host.buffer, host.byteOffset, host.byteLength).includes(0);
  if (hasNull) throw wrongType(`${call}(): host must not contain null characters`);
}

/** Returns a host as text, each byte as a character. */
export function textOfHost(host: Host): string {
  if (typeof host === "string") return host;
  return Buffer.from(host.buffer, host.byteOffset, host.byteLength).toString("latin1");
}

/**
 * Returns a name in ASCII, the form of international names (IDNA) for resolvers. It is the IDNA of
 * browsers and Node, UTS #46; CPython's is that of 2003.
 *
 * @throws RangeError for a name that has no ASCII form
 */
export function asciiName(host: string): string {
  if (isAscii(host)) return host;
  const ascii = NO_PART_OF_A_NAME.test(host) ? "" : domainToASCII(host);
  if (ascii === "") throw notEncodable("the name has no ASCII form");
  checkLabels(ascii);
  return ascii;
}

/** Returns a host in the form for the resolver; throws RangeError unless its labels are valid. */
export function encodedHost(host: Host): Host {
  if (typeof host !== "string") return host;
  if (!isAscii(host)) return asciiName(host);
  checkLabels(host);
  return host;
}

function isAscii(host: string): boolean {
  return /^[\0-\u007f]*$/u.test(host);
}

function checkLabels(name: string): void {
  const labels = name.split(".");
  const last = labels.pop() ?? "";
  if (labels.some((label) => label.length === 0 || label.length > LONGEST_LABEL)) {
    throw notEncodable("label empty or too long");
  }
  if (last.length > LONGEST_LABEL) throw notEncodable("label too long");
}

function notEncodable(reason: string): RangeError {
  return outOfRange(`encoding with 'idna' codec failed (UnicodeError: ${reason})`);
}
