import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";
import type { SocketFile } from "./socket-file.ts";
import { gather } from "./gather.ts";
import { type Newline, NewlineDecoder, type TextEncoding } from "./newlines.ts";

/** How a file of text turns bytes to text and back. */
export interface TextFormat {
  readonly encoding: TextEncoding;
  readonly newline: Newline;
}

/**
 * A file of text over a socket, as {@link Socket.makefile} gives it without a `b` in the mode.
 *
 * As {@link SocketFile}, but of strings. What is not valid in the encoding is a RangeError. Sizes
 * count characters: code points, of which a string may need two units for one.
 */
export class SocketTextFile implements Disposable, Iterable<string> {
  /** The file of bytes below. */
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

  /** The socket's descriptor. */
  fileno(): number {
    return this.buffer.fileno();
  }

  /** True after {@link SocketTextFile.close}. */
  get closed(): boolean {
    return this.buffer.closed;
  }

  /** True for a file with an `r` in its mode. */
  readable(): boolean {
    return this.buffer.readable();
  }

  /** True for a file with a `w` in its mode. */
  writable(): boolean {
    return this.buffer.writable();
  }

  /** False: a socket has no positions. */
  seekable(): boolean {
    return this.buffer.seekable();
  }

  /** Reads `size` characters, fewer only at the end of the stream; without a size, all up to the end. */
  read(size = -1): string {
    checkInteger(size, "read(): size");
    const most = size < 0 ? Infinity : size;
    return this.#gather((count) => (count < most ? this.#take(most - count) : null));
  }

  /** Reads a line with its newline, or at most `size` characters; empty at the end of the stream. */
  readline(size = -1): string {
    checkInteger(size, "readline(): size");
    const most = size < 0 ? Infinity : size;
    return this.#gather((count, last) =>
      count < most && !(last !== undefined && this.#endsLine(last))
        ? this.#takeLine(most - count)
        : null,
    );
  }

  /** Reads all lines up to the end. */
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

  /** Writes text: into the buffer, which is sent when it is full. Gives the number of characters. */
  write(text: string): number {
    if (typeof text !== "string") {
      throw wrongType(`write() argument must be a string, not ${typeName(text)}`);
    }
    const newline = this.#newline === null || this.#newline === "" ? "\n" : this.#newline;
    const lines = newline === "\n" ? text : text.replaceAll("\n", newline);
    this.buffer.write(encoded(lines, this.encoding));
    return charactersIn(text);
  }

  /** Writes many. */
  writelines(lines: Iterable<string>): void {
    for (const line of lines) this.write(line);
  }

  /** Sends all that was written: `send(2)`, as often as it takes. */
  flush(): void {
    this.buffer.flush();
  }

  /** Flushes and closes the file, and the socket if that was closed before. */
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

  // Reads on until there is text, or the end. Some bytes give none: they are half a character.
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

// How many characters a text has: a pair of surrogates is one.
function charactersIn(text: string): number {
  let count = 0;
  for (let unit = 0; unit < text.length; count++) unit += unitsAt(text, unit);
  return count;
}

// How long the first characters are in the string's own units.
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
