import type { ByteOrder, Header } from "./header.ts";

/** A message that has arrived. The names are the tutorial's. */
export interface Message {
  /** The content-type: `text/json` or `binary/…`. */
  readonly type: string;
  /** The content-encoding: `utf-8` or another of text, or `binary`. */
  readonly encoding: string;
  /** In which order the sender's numbers have their bytes; {@link unpackContent} goes by it. */
  readonly byteorder: ByteOrder;
  /** The JSON value of `text/json`, the bytes of `binary/…`. */
  readonly content: unknown;
  /** The whole header, with whatever the sender put into it besides. */
  readonly header: Header;
}

/** A message to send. What is left out follows from the content. */
export interface Outgoing {
  /** A JSON value, or bytes. */
  readonly content: unknown;
  /** `text/json` or `binary/…`; left out, bytes are `binary/custom-client-binary-type`. */
  readonly type?: string;
  /** Left out, `utf-8` for JSON and `binary` for bytes. */
  readonly encoding?: string;
  /** Left out, this machine's. */
  readonly byteorder?: ByteOrder;
  /** Further members of the header, of values that JSON has. */
  readonly headers?: Readonly<Record<string, unknown>>;
}
