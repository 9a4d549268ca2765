import {
  ContentTooLongError,
  HeaderTooLongError,
  InvalidHeaderError,
  NestingTooDeepError,
  shown,
  TooManyHeadersError,
} from "./errors.ts";
import { shapeOf } from "./json-text.ts";
import type { Limits } from "./limits.ts";

/** The byte order of numbers in binary content: the sender's `sys.byteorder`. */
export type ByteOrder = "little" | "big";

/** The JSON header of a message: the required members, and any others that the sender added. */
export interface Header {
  readonly byteorder: ByteOrder;
  readonly "content-type": string;
  readonly "content-encoding": string;
  /** The length of the content in bytes. */
  readonly "content-length": number;
  readonly [name: string]: unknown;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Parses and checks a header.
 *
 * @throws InvalidHeaderError, TooManyHeadersError, NestingTooDeepError, ContentTooLongError
 */
export function parseHeader(bytes: Uint8Array, limits: Limits): Header {
  return checkHeaderText(decode(bytes), limits);
}

/** Like {@link parseHeader}, but for text. */
export function checkHeaderText(text: string, limits: Limits): Header {
  const { nesting, members } = shapeOf(text);
  checkNesting(nesting, limits);
  checkCount(members, limits);
  const header = objectOf(text);
  if (Object.keys(header).length !== members) {
    throw new InvalidHeaderError("The header has two members with the same name");
  }
  return checkHeader(header, limits);
}

/** Throws NestingTooDeepError if `nesting` exceeds the limit. */
export function checkNesting(nesting: number, limits: Limits): void {
  if (nesting <= limits.nesting) return;
  throw new NestingTooDeepError(`Nested ${nesting} levels deep; the limit is ${limits.nesting}`);
}

/** Throws HeaderTooLongError if `length` exceeds the limit. */
export function checkHeaderLength(length: number, limits: Limits): void {
  if (length <= limits.headerLength) return;
  throw new HeaderTooLongError(
    `The header has ${length} bytes; the limit is ${limits.headerLength}`,
  );
}

function checkCount(count: number, limits: Limits): void {
  if (count <= limits.headers) return;
  throw new TooManyHeadersError(`The header has ${count} members; the limit is ${limits.headers}`);
}

function checkContentLength(length: number, limits: Limits): void {
  if (length <= limits.contentLength) return;
  throw new ContentTooLongError(
    `The content has ${length} bytes; the limit is ${limits.contentLength}`,
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new InvalidHeaderError("The header is not valid UTF-8", { cause });
  }
}

function objectOf(text: string): Record<string, unknown> {
  const value = parse(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InvalidHeaderError("The header must be a JSON object");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidHeaderError("The header is not valid JSON", { cause });
  }
}

function checkHeader(header: Record<string, unknown>, limits: Limits): Header {
  const byteorder = required(header, "byteorder");
  if (byteorder !== "little" && byteorder !== "big") {
    throw new InvalidHeaderError(`byteorder must be "little" or "big", not ${shown(byteorder)}`);
  }
  const length = required(header, "content-length");
  if (!Number.isSafeInteger(length) || (length as number) < 0) {
    throw new InvalidHeaderError(
      `content-length must be an integer from 0 to 2 ** 53 - 1, not ${shown(length)}`,
    );
  }
  for (const name of ["content-type", "content-encoding"]) {
    const value = required(header, name);
    if (typeof value === "string") continue;
    throw new InvalidHeaderError(`${name} must be a string, not ${shown(value)}`);
  }
  checkContentLength(length as number, limits);
  return header as unknown as Header;
}

function required(header: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(header, name)) return header[name];
  throw new InvalidHeaderError(`The header has no ${name}`);
}
