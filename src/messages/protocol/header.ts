import {
  ContentTooLongError,
  HeaderTooLongError,
  InvalidHeaderError,
  NestingTooDeepError,
  TooManyHeadersError,
} from "./errors.ts";
import { shapeOf } from "./json-text.ts";
import type { Limits } from "./limits.ts";

/** The order of the bytes of numbers in binary content: the sender's `sys.byteorder`. */
export type ByteOrder = "little" | "big";

/** The JSON header of a message: what the protocol requires, and whatever else the sender added. */
export interface Header {
  readonly byteorder: ByteOrder;
  readonly "content-type": string;
  readonly "content-encoding": string;
  /** Bytes of the content. */
  readonly "content-length": number;
  readonly [name: string]: unknown;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The header that bytes hold, checked.
 *
 * @throws InvalidHeaderError, TooManyHeadersError, NestingTooDeepError, ContentTooLongError
 */
export function parseHeader(bytes: Uint8Array, limits: Limits): Header {
  return checkHeaderText(decode(bytes), limits);
}

/** {@link parseHeader} for text. */
export function checkHeaderText(text: string, limits: Limits): Header {
  const { nesting, members } = shapeOf(text);
  checkNesting(nesting, limits);
  checkCount(members, limits);
  const header = objectOf(text);
  if (Object.keys(header).length !== members) {
    throw new InvalidHeaderError("A header is given twice");
  }
  return checkHeader(header, limits);
}

/** Throws a NestingTooDeepError for more than the limit. */
export function checkNesting(nesting: number, limits: Limits): void {
  if (nesting <= limits.nesting) return;
  throw new NestingTooDeepError(`Nested ${nesting} deep; ${limits.nesting} is the limit`);
}

/** Throws a HeaderTooLongError for more than the limit. */
export function checkHeaderLength(length: number, limits: Limits): void {
  if (length <= limits.headerLength) return;
  throw new HeaderTooLongError(
    `The header has ${length} bytes; ${limits.headerLength} are the limit`,
  );
}

/** Throws a TooManyHeadersError for more than the limit. */
function checkCount(count: number, limits: Limits): void {
  if (count <= limits.headers) return;
  throw new TooManyHeadersError(`There are ${count} headers; ${limits.headers} are the limit`);
}

/** Throws a ContentTooLongError for more than the limit. */
function checkContentLength(length: number, limits: Limits): void {
  if (length <= limits.contentLength) return;
  throw new ContentTooLongError(
    `The content has ${length} bytes; ${limits.contentLength} are the limit`,
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new InvalidHeaderError("The header is not UTF-8", { cause });
  }
}

function objectOf(text: string): Record<string, unknown> {
  const value = parse(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InvalidHeaderError("The header is no JSON object");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidHeaderError("The header is not JSON", { cause });
  }
}

function checkHeader(header: Record<string, unknown>, limits: Limits): Header {
  const byteorder = required(header, "byteorder");
  if (byteorder !== "little" && byteorder !== "big") {
    throw new InvalidHeaderError('byteorder must be "little" or "big"');
  }
  const length = required(header, "content-length");
  if (!Number.isSafeInteger(length) || (length as number) < 0) {
    throw new InvalidHeaderError("content-length must be an integer from 0 to 9007199254740991");
  }
  for (const name of ["content-type", "content-encoding"]) {
    if (typeof required(header, name) === "string") continue;
    throw new InvalidHeaderError(`${name} must be a string`);
  }
  checkContentLength(length as number, limits);
  return header as unknown as Header;
}

function required(header: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(header, name)) return header[name];
  throw new InvalidHeaderError(`The header ${name} is missing`);
}
