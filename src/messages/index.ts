/**
 * The wire format of the tutorial's Message class, hardened for use on a network: a parser and an
 * encoder without I/O, and a server and a client built on them.
 *
 *     | 2 bytes, big-endian | JSON, UTF-8                             | content      |
 *     | the header's length | byteorder, content-type,                | as the       |
 *     |                     | content-encoding, content-length, …     | header says  |
 *
 * @module
 */

export {
  ContentTooLongError,
  HeaderTooLongError,
  IncompleteMessageError,
  InvalidContentError,
  InvalidHeaderError,
  MessageError,
  type MessageErrorCode,
  NestingTooDeepError,
  TooManyHeadersError,
  UnsupportedEncodingError,
  UnsupportedTypeError,
} from "./protocol/errors.ts";
export { textEncodings } from "./protocol/encodings.ts";
export { encodeMessage } from "./protocol/encoder.ts";
export type { ByteOrder, Header } from "./protocol/header.ts";
export { defaultLimits, type Limits } from "./protocol/limits.ts";
export type { Message, Outgoing } from "./protocol/message.ts";
export { packContent, unpackContent } from "./protocol/packed.ts";
export { MessageParser, type Stage } from "./protocol/parser.ts";
export type { Handler, Peer } from "./server/handler.ts";
export type { Log, LogEntry } from "./server/log.ts";
export type { ServerAddress } from "./server/open-listener.ts";
export type { ServerOptions } from "./server/options.ts";
export { MessageServer } from "./server/server.ts";
export { tutorialHandler } from "./server/tutorial-handler.ts";

export { MessageClient, type PipelineOptions, request } from "./client/client.ts";
export type { ClientAddress } from "./client/connect.ts";
export { ClientClosedError, RequestError, UnexpectedResponseError } from "./client/errors.ts";
export type { ClientOptions } from "./client/options.ts";
