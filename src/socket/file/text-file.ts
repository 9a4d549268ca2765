import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";
import type { SocketFile } from "./socket-file.ts";
import { gather } from "./gather.ts";
import { type Newline, NewlineDecoder, type TextEncoding } from "./newlines.ts";

/** How a file of text converts between bytes and text. */
export interface TextFormat {
  readonly encoding: TextEncoding;
  readonly newline: Newline;
}

/**
 * A file of text over a socket: {@link Socket.makefile} returns it for a mode without a `b`.
 *
 * Like {@link SocketFile}, but of strings. Bytes and characters that are invalid in the encoding
 * are a RangeError. Sizes count characters: code points, some of which take two units of a string.
 */
export class SocketTextFile implements Disposable, Iterable<string> {
  /** The file of bytes that it reads and writes. */
  readonly buffer: SocketFile;
  /** The name of the encoding. */
  readonly encoding: TextEncoding;
  readonly #newline: Newline;
  readonly #decoder: NewlineDecoder;
  #ahead = "";
  #isAtEnd = false;

  /** Made by {@link Socket.makefile}. */
  constructor(buffer: SocketFile, { encoding, newline }: TextFormat) {
    this.buffer = buffer;
    this.encoding = encoding;
    this.#newline = newline;
    this.#decoder = new NewlineDecoder(encoding, newline);
  }

  /** Returns the socket's descriptor. */
  fileno(): number {
    return this.buffer.fileno();
  }

  /** True after {@link SocketTextFile.close}. */
  get closed(): boolean {
    return this.buffer.closed;
  }

  /** Returns true if the mode has an `r`. */
  readable(): boolean {
    return this.buffer.readable();
  }

  /** Returns true if the mode has a `w`. */
  writable(): boolean {
    return this.buffer.writable();
  }

  /** Returns false, because a socket has no positions. */
  seekable(): boolean {
    return this.buffer.seekable();
  }

  /** Reads `size` characters, fewer only at the end of the stream; without a size, to the end. */
  read(size = -1): string {
    checkInteger(size, "read(): size");
    const most = size < 0 ? Infinity : size;
    return this.#gather((count) => (count < most ? this.#take(most - count) : null));
  }

  /** Reads a line with its newline, or up to `size` characters; empty at the end of the stream. */
  readline(size = -1): string {
    checkInteger(size, "readline(): size");
    const most = size < 0 ? Infinity : size;
    return this.#gather((count, last) =>
      count < most && !(last !== undefined && this.#endsLine(last))
        ? this.#takeLine(most - count)
        : null,
    );
  }

  /** Reads all lines to the end. */
  readlines(): string[] {
    return [...this];
  }

  *[Symbol.iterator](): Generator<string, void, undefined> {
    for (;;) {
      const line = this.readline();
      if (line === "") return;
      yield line;
    }
  }

  /**
   * Writes text into the buffer, which it sends when it is full. Returns the number of characters.
   */
  write(text: string): number {
    if (typeof text !== "string") {
      throw wrongType(`write() argument must be a string, not ${typeName(text)}`);
    }
    const newline = this.#newline === null || this.#newline === "" ? "\n" : this.#newline;
    const lines = newline === "\n" ? text : text.replaceAll("\n", newline);
    this.buffer.write(encoded(lines, this.encoding));
    return charactersIn(text);
  }

  /** Writes several. */
  writelines(lines: Iterable<string>): void {
    for (const line of lines) this.write(line);
  }

  /** Sends everything in the buffer: `send(2)`, as often as needed. */
  flush(): void {
    this.buffer.flush();
  }

  /** Flushes and closes the file, and the socket if it was closed before. */
  close(): void {
    this.buffer.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #endsLine(text: string): boolean {
    return this.#decoder.endOfLine(text) !== -1;
  }

  #take(characters: number): string {
    this.#fill();
    return this.#cut(unitsOf(this.#ahead, characters));
  }

  #takeLine(characters: number): string {
    this.#fill();
    const end = this.#decoder.endOfLine(this.#ahead);
    const units = unitsOf(this.#ahead, characters);
    return this.#cut(end === -1 ? units : Math.min(end, units));
  }

  // Reads until there is text, or the end: bytes that are half a character decode to none.
  #fill(): void {
    while (this.#ahead === "" && !this.#isAtEnd) {
      const bytes = this.buffer.read1();
      this.#isAtEnd = bytes.length === 0;
      this.#ahead = this.#isAtEnd ? this.#decoder.end() : this.#decoder.decode(bytes);
    }
  }

  #cut(length: number): string {
    const part = this.#ahead.slice(0, length);
    this.#ahead = this.#ahead.slice(length);
    return part;
  }

  #gather(next: (count: number, last: string | undefined) => string | null): string {
    let count = 0;
    const parts = gather<string>(
      (last) => next((count += last === undefined ? 0 : charactersIn(last)), last),
      (before) => (this.#ahead = before.join("") + this.#ahead),
    );
    return parts.join("");
  }
}

function encoded(text: string, encoding: TextEncoding): Buffer {
  if (encoding === "latin1" && /[^\0-\u00ff]/u.test(text)) {
    throw outOfRange("a character is not in latin1");
  }
  if (/\p{Surrogate}/u.test(text)) throw outOfRange("a lone surrogate cannot be encoded");
  return Buffer.from(text, encoding);
}

// Counts the characters of a text: a pair of surrogates is one.
function charactersIn(text: string): number {
  let count = 0;
  for (let unit = 0; unit < text.length; count++) unit += unitsAt(text, unit);
  return count;
}

// Returns the length of the first characters in units of the string.
function unitsOf(text: string, characters: number): number {
  if (characters >= text.length) return text.length;
  let unit = 0;
  for (let count = 0; unit < text.length && count < characters; count++) {
    unit += unitsAt(text, unit);
  }
  return unit;
}

function unitsAt(text: string, unit: number): number {
  return text.codePointAt(unit)! > 0xffff ? 2 : 1;
}
