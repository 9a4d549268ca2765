import { outOfRange } from "../../arguments/errors.ts";

/** The encodings that a file of text can have. */
export type TextEncoding = "utf-8" | "utf-16le" | "latin1";

/**
 * What ends a line, as in Python's `open()`: null reads `\n`, `\r` and `\r\n` alike and gives `\n`;
 * `""` reads them alike and gives them as they are; another is the only one.
 */
export type Newline = null | "" | "\n" | "\r" | "\r\n";

/** Turns bytes that come in parts to text, and finds its lines. */
export class NewlineDecoder {
  readonly #decode: (bytes?: Uint8Array) => string;
  readonly #newline: Newline;
  #heldBack = "";

  constructor(encoding: TextEncoding, newline: Newline) {
    this.#decode = decoderOf(encoding);
    this.#newline = newline;
  }

  /** The text of some more bytes. */
  decode(bytes: Uint8Array): string {
    return this.#translate(this.#heldBack + this.#decode(bytes), false);
  }

  /** What is left at the end of the stream. */
  end(): string {
    return this.#translate(this.#heldBack + this.#decode(), true);
  }

  /** Where the first line of a text ends; −1 when it does not end there. */
  endOfLine(text: string): number {
    if (this.#newline === "") {
      const match = /\r\n|\r|\n/u.exec(text);
      return match === null ? -1 : match.index + match[0].length;
    }
    const newline = this.#newline ?? "\n";
    const found = text.indexOf(newline);
    return found === -1 ? -1 : found + newline.length;
  }

  // A `\r` at the end of a part may be the first half of a `\r\n`: what ends a line is kept whole.
  #translate(text: string, isAtEnd: boolean): string {
    const hasHalves = this.#newline !== "\n" && this.#newline !== "\r";
    const isHalf = hasHalves && text.endsWith("\r") && !isAtEnd;
    this.#heldBack = isHalf ? "\r" : "";
    const whole = isHalf ? text.slice(0, -1) : text;
    return this.#newline === null ? whole.replace(/\r\n?/gu, "\n") : whole;
  }
}

function decoderOf(encoding: TextEncoding): (bytes?: Uint8Array) => string {
  if (encoding === "latin1")
    return (bytes = Buffer.alloc(0)) => Buffer.from(bytes).toString("latin1");
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw outOfRange(`the stream is no valid ${encoding}`);
    }
  };
}
