import { domainToASCII } from "node:url";

import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import type { ByteView } from "../../syscalls/index.ts";

/** A host's name or numeric address; bytes reach the resolver as they are. */
export type Host = string | ByteView;

const LONGEST_LABEL = 63;

// Asked with one of these, domainToASCII takes the name for a part of a URL: it would drop what
// follows, or read an escape, and some other name would be looked up.
const NO_PART_OF_A_NAME = /[\0- "#%/:<>?@[\\\]^`{|}\u007f]/u;

/** Refuses a host that is no string and no bytes, and one with null characters. */
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

/** A host as text: each of its bytes is a character. */
export function textOfHost(host: Host): string {
  if (typeof host === "string") return host;
  return Buffer.from(host.buffer, host.byteOffset, host.byteLength).toString("latin1");
}

/**
 * A name in ASCII, which is how resolvers know international names (IDNA). Other than CPython's, it
 * is the IDNA of browsers and of Node, UTS #46; CPython's is that of 2003.
 *
 * @throws RangeError for a name that has no such form
 */
export function asciiName(host: string): string {
  if (isAscii(host)) return host;
  const ascii = NO_PART_OF_A_NAME.test(host) ? "" : domainToASCII(host);
  if (ascii === "") throw notEncodable("the name has no ASCII form");
  checkLabels(ascii);
  return ascii;
}

/** A host as the resolver is to see it, with labels of a length that a name can have. */
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
