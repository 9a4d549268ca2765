import { outOfRange } from "../../arguments/errors.ts";

/** The encodings that a file of text can have. */
export type TextEncoding = "utf-8" | "utf-16le" | "latin1";

/**
 * What ends a line, like in Python's `open()`: null accepts `\n`, `\r` and `\r\n` and returns `\n`
 * for each; `""` accepts all three and returns them unchanged; any other is the only line ending.
 */
export type Newline = null | "" | "\n" | "\r" | "\r\n";

/** Decodes bytes that arrive in parts, and finds the ends of lines. */
export class NewlineDecoder {
  readonly #decode: (bytes?: Uint8Array) => string;
  readonly #newline: Newline;
  #heldBack = "";

  constructor(encoding: TextEncoding, newline: Newline) {
    this.#decode = decoderOf(encoding);
    this.#newline = newline;
  }

  /** Decodes more bytes. */
  decode(bytes: Uint8Array): string {
    return this.#translate(this.#heldBack + this.#decode(bytes), false);
  }

  /** Returns the rest of the text at the end of the stream. */
  end(): string {
    return this.#translate(this.#heldBack + this.#decode(), true);
  }

  /** Returns where the first line of a text ends; −1 if the text has no line ending. */
  endOfLine(text: string): number {
    if (this.#newline === "") {
      const match = /\r\n|\r|\n/u.exec(text);
      return match === null ? -1 : match.index + match[0].length;
    }
    const newline = this.#newline ?? "\n";
    const found = text.indexOf(newline);
    return found === -1 ? -1 : found + newline.length;
  }

  // Hold back a `\r` at the end of a part: it may be the first half of a `\r\n`.
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
      throw outOfRange(`the stream is not valid ${encoding}`);
    }
  };
}
