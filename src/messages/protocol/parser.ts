import { isUint8Array } from "node:util/types";

import { typeName, wrongType } from "../../arguments/errors.ts";
import { ByteQueue } from "./byte-queue.ts";
import { checkForm, decodeContent } from "./content.ts";
import { IncompleteMessageError, type MessageError } from "./errors.ts";
import { checkHeaderLength, type Header, parseHeader } from "./header.ts";
import { type Limits, limitsOf } from "./limits.ts";
import type { Message } from "./message.ts";

const LENGTH_BYTES = 2;

/** Where in the stream a parser is: between two messages, in a header, or in a content. */
export type Stage = "between" | "header" | "content";

/**
 * Makes messages of bytes, in whatever pieces they come. It knows nothing of sockets.
 *
 *     parser.push(bytes);
 *     for (let message; (message = parser.next()) !== undefined; ) handle(message);
 *
 * What follows a message stays for the next. A message that breaks the protocol or a limit ends it:
 * every later call of {@link MessageParser.next} throws the same error.
 */
export class MessageParser {
  readonly #limits: Limits;
  readonly #bytes = new ByteQueue();
  #headerLength: number | null = null;
  #header: Header | null = null;
  #error: MessageError | null = null;

  /**
   * @param limits - those that differ from {@link defaultLimits}
   * @throws TypeError or RangeError for a limit that is none
   */
  constructor(limits: Partial<Limits> = {}) {
    this.#limits = limitsOf(limits);
  }

  /** Bytes that were pushed and are in no message yet. */
  get buffered(): number {
    return this.#bytes.length;
  }

  /** How many bytes of memory those take. */
  get memory(): number {
    return this.#bytes.capacity;
  }

  /** Where the first byte that is in no message yet belongs. */
  get stage(): Stage {
    if (this.#header !== null) return "content";
    return this.#headerLength !== null || this.buffered > 0 ? "header" : "between";
  }

  /**
   * Takes a piece of the stream. The bytes are copied. After an error they are dropped.
   *
   * @throws TypeError for what is no Uint8Array
   */
  push(bytes: Uint8Array): void {
    if (!isUint8Array(bytes)) {
      throw wrongType(`bytes must be a Uint8Array, not ${typeName(bytes)}`);
    }
    if (this.#error === null) this.#bytes.append(bytes);
  }

  /**
   * The next message, or undefined until more bytes are pushed.
   *
   * @throws MessageError of the kind that fits, for a message that breaks the protocol or a limit
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
   * Tells that the stream has ended.
   *
   * @throws IncompleteMessageError when it ended within a message
   */
  finish(): void {
    if (this.#error !== null) throw this.#error;
    if (this.stage === "between") return;
    this.#error = new IncompleteMessageError(`The stream ended within a message's ${this.stage}`);
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
