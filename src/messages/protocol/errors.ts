import { typeName } from "../../arguments/errors.ts";

/** The `code` of a {@link MessageError}. */
export type MessageErrorCode =
  | "HEADER_TOO_LONG"
  | "TOO_MANY_HEADERS"
  | "NESTING_TOO_DEEP"
  | "CONTENT_TOO_LONG"
  | "INVALID_HEADER"
  | "UNSUPPORTED_TYPE"
  | "UNSUPPORTED_ENCODING"
  | "INVALID_CONTENT"
  | "INCOMPLETE_MESSAGE";

/**
 * A message that breaks the protocol or a limit. The rest of the stream cannot be interpreted after
 * one, so close the connection; you may send an error response first.
 */
export abstract class MessageError extends Error {
  static {
    Object.defineProperty(this.prototype, "name", {
      get(this: object): string {
        return this.constructor.name;
      },
    });
  }

  /** The kind of error; a server also sends it to the peer. */
  abstract readonly code: MessageErrorCode;
}

/** The JSON header is longer than {@link Limits.headerLength}. */
export class HeaderTooLongError extends MessageError {
  readonly code = "HEADER_TOO_LONG";
}

/** The JSON header has more members than {@link Limits.headers}. */
export class TooManyHeadersError extends MessageError {
  readonly code = "TOO_MANY_HEADERS";
}

/**
 * Arrays and objects in a header or in JSON content are nested deeper than {@link Limits.nesting}.
 */
export class NestingTooDeepError extends MessageError {
  readonly code = "NESTING_TOO_DEEP";
}

/** The content is longer than {@link Limits.contentLength}. */
export class ContentTooLongError extends MessageError {
  readonly code = "CONTENT_TOO_LONG";
}

/** The header is not a JSON object, or a required member is missing or invalid. */
export class InvalidHeaderError extends MessageError {
  readonly code = "INVALID_HEADER";
}

/** The content-type is not supported. */
export class UnsupportedTypeError extends MessageError {
  readonly code = "UNSUPPORTED_TYPE";
}

/** The content-encoding is not supported for the content-type. */
export class UnsupportedEncodingError extends MessageError {
  readonly code = "UNSUPPORTED_ENCODING";
}

/** The content does not match its type and encoding, or cannot be encoded in them. */
export class InvalidContentError extends MessageError {
  readonly code = "INVALID_CONTENT";
}

/** The stream ended in the middle of a message. */
export class IncompleteMessageError extends MessageError {
  readonly code = "INCOMPLETE_MESSAGE";
}

const SHOWN = 40;

/** Formats a peer's value for an error message: plain values shortened, objects by type. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return typeName(value);
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
