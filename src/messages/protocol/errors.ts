/** What is wrong with a message: the `code` of a {@link MessageError}. */
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
 * A message that breaks the protocol or a limit. After one, nothing is known of what the stream holds
 * next: answer it if you like, and close.
 */
export abstract class MessageError extends Error {
  static {
    Object.defineProperty(this.prototype, "name", {
      get(this: object): string {
        return this.constructor.name;
      },
    });
  }

  /** The kind of error, as it is also told to a peer. */
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

/** Arrays and objects of a header or of JSON content lie deeper than {@link Limits.nesting}. */
export class NestingTooDeepError extends MessageError {
  readonly code = "NESTING_TOO_DEEP";
}

/** The content is longer than {@link Limits.contentLength}. */
export class ContentTooLongError extends MessageError {
  readonly code = "CONTENT_TOO_LONG";
}

/** The header is no JSON object, or a required one of its members is missing or of the wrong kind. */
export class InvalidHeaderError extends MessageError {
  readonly code = "INVALID_HEADER";
}

/** The content-type is none that is supported. */
export class UnsupportedTypeError extends MessageError {
  readonly code = "UNSUPPORTED_TYPE";
}

/** The content-encoding is none that is supported for the content-type. */
export class UnsupportedEncodingError extends MessageError {
  readonly code = "UNSUPPORTED_ENCODING";
}

/** The content is not what its type and encoding say, or cannot be expressed in them. */
export class InvalidContentError extends MessageError {
  readonly code = "INVALID_CONTENT";
}

/** The stream ended within a message. */
export class IncompleteMessageError extends MessageError {
  readonly code = "INCOMPLETE_MESSAGE";
}
