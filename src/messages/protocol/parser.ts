import { isUint8Array } from "node:util/types";

import { typeName, wrongType } from "../../arguments/errors.ts";
import { ByteQueue } from "./byte-queue.ts";
import { checkForm, decodeContent } from "./content.ts";
import { IncompleteMessageError, type MessageError } from "./errors.ts";
import { checkHeaderLength, type Header, parseHeader } from "./header.ts";
import { type Limits, limitsOf } from "./limits.ts";
import type { Message } from "./message.ts";

const LENGTH_BYTES = 2;

/** What a parser expects next: a new message, the rest of a header, or the rest of a content. */
export type Stage = "between" | "header" | "content";

/**
 * Parses messages from a stream of bytes that arrives in pieces of any size. Does no I/O.
 *
 *     parser.push(bytes);
 *     for (let message; (message = parser.next()) !== undefined; ) handle(message);
 *
 * Bytes after a message stay for the next one. After a message that breaks the protocol or a limit,
 * every call of {@link MessageParser.next} throws the same error.
 */
export class MessageParser {
  readonly #limits: Limits;
  readonly #bytes = new ByteQueue();
  #headerLength: number | null = null;
  #header: Header | null = null;
  #error: MessageError | null = null;

  /**
   * @param limits - the limits that differ from {@link defaultLimits}
   * @throws TypeError or RangeError for an invalid limit
   */
  constructor(limits: Partial<Limits> = {}) {
    this.#limits = limitsOf(limits);
  }

  /** The number of bytes pushed that do not belong to a returned message. */
  get buffered(): number {
    return this.#bytes.length;
  }

  /** The number of bytes allocated for them. */
  get memory(): number {
    return this.#bytes.capacity;
  }

  /** Which part of a message the next buffered byte belongs to. */
  get stage(): Stage {
    if (this.#header !== null) return "content";
    return this.#headerLength !== null || this.buffered > 0 ? "header" : "between";
  }

  /**
   * Adds a piece of the stream. The bytes are copied; after an error they are dropped.
   *
   * @throws TypeError unless `bytes` is a Uint8Array
   */
  push(bytes: Uint8Array): void {
    if (!isUint8Array(bytes)) {
      throw wrongType(`bytes must be a Uint8Array, not ${typeName(bytes)}`);
    }
    if (this.#error === null) this.#bytes.append(bytes);
  }

  /**
   * Returns the next message, or undefined until more bytes are pushed.
   *
   * @throws MessageError for a message that breaks the protocol or a limit
   */
  next(): Message | undefined {
    if (this.#error !== null) throw this.#error;
    try {
      return this.#next();
    } catch (error) {
      this.#error = error as MessageError;
      this.#bytes.clear();
      throw error;
    }
  }

  /**
   * Marks the end of the stream.
   *
   * @throws IncompleteMessageError if it ended in the middle of a message
   */
  finish(): void {
    if (this.#error !== null) throw this.#error;
    if (this.stage === "between") return;
    this.#error = new IncompleteMessageError(`The stream ended inside a message's ${this.stage}`);
    this.#bytes.clear();
    throw this.#error;
  }

  #next(): Message | undefined {
    this.#headerLength ??= this.#takeHeaderLength();
    if (this.#headerLength === null) return undefined;
    this.#header ??= this.#takeHeader(this.#headerLength);
    if (this.#header === null) return undefined;
    const length = this.#header["content-length"];
    if (this.#bytes.length < length) return undefined;
    const message = messageOf(this.#header, this.#bytes.take(length), this.#limits);
    this.#headerLength = this.#header = null;
    return message;
  }

  #takeHeaderLength(): number | null {
    if (this.#bytes.length < LENGTH_BYTES) return null;
    const length = this.#bytes.take(LENGTH_BYTES).readUInt16BE();
    checkHeaderLength(length, this.#limits);
    return length;
  }

  #takeHeader(length: number): Header | null {
    if (this.#bytes.length < length) return null;
    const header = parseHeader(this.#bytes.take(length), this.#limits);
    checkForm(header["content-type"], header["content-encoding"]);
    return header;
  }
}

function messageOf(header: Header, bytes: Buffer, limits: Limits): Message {
  const { byteorder, "content-type": type, "content-encoding": encoding } = header;
  const content = decodeContent(bytes, type, encoding, limits);
  return { type, encoding, byteorder, content, header };
}
