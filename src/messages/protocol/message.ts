import type { ByteOrder, Header } from "./header.ts";

/** A received message. The names are the tutorial's. */
export interface Message {
  /** The content-type: `text/json` or `binary/…`. */
  readonly type: string;
  /** The content-encoding: `binary`, or a text encoding such as `utf-8`. */
  readonly encoding: string;
  /** The byte order of the sender's numbers; {@link unpackContent} uses it. */
  readonly byteorder: ByteOrder;
  /** The JSON value of `text/json`, or the bytes of `binary/…`. */
  readonly content: unknown;
  /** The whole header, with any further members the sender added. */
  readonly header: Header;
}

/** A message to send. Defaults depend on the content. */
export interface Outgoing {
  /** A JSON value, or bytes. */
  readonly content: unknown;
  /** `text/json` or `binary/…`. Default for bytes: `binary/custom-client-binary-type`. */
  readonly type?: string;
  /** Default `utf-8` for JSON and `binary` for bytes. */
  readonly encoding?: string;
  /** Default: this machine's byte order. */
  readonly byteorder?: ByteOrder;
  /** Further members of the header; the values must be JSON values. */
  readonly headers?: Readonly<Record<string, unknown>>;
}
