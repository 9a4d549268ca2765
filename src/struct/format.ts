import { endianness } from "node:os";

import { typeName, wrongType } from "../argument-errors.ts";
import { type Code, codesOf } from "./codes.ts";
import { error } from "./error.ts";

/** One value in a format, and where it stands. */
export interface Field {
  readonly offset: number;
  /** Of a number; undefined for bytes. */
  readonly code: Code | undefined;
  /** Of bytes: how many there are. */
  readonly length: number;
  /** Of bytes: whether the first tells how many are used. */
  readonly isPascal: boolean;
}

/** A format, read once. */
export interface Format {
  readonly isLittle: boolean;
  readonly size: number;
  readonly fields: readonly Field[];
}

const MOST_REMEMBERED = 100;
const LARGEST_SIZE = 2 ** 31 - 1;
const remembered = new Map<string, Format>();

/** Reads a format. */
export function parse(format: string): Format {
  if (typeof format !== "string") {
    throw wrongType(`format must be a string, not ${typeName(format)}`);
  }
  let parsed = remembered.get(format);
  if (parsed === undefined) {
    parsed = read(format);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(format, parsed);
  }
  return parsed;
}

function read(format: string): Format {
  const order = /^[@=<>!]/u.exec(format)?.[0] ?? "";
  const isNative = order === "" || order === "@";
  const isMachineLittle = endianness() === "LE";
  const isLittle = order === "<" || (order !== ">" && order !== "!" && isMachineLittle);
  const items = format.slice(order.length).matchAll(/\s+|(\d*)([^])/gu);
  const layout = new Layout(isNative);
  for (const [, count, letter] of items) if (letter !== undefined) layout.add(count ?? "", letter);
  return { isLittle, size: layout.size, fields: layout.fields };
}

class Layout {
  readonly fields: Field[] = [];
  size = 0;
  readonly #isNative: boolean;
  readonly #codes: Readonly<Record<string, Code>>;

  constructor(isNative: boolean) {
    this.#isNative = isNative;
    this.#codes = codesOf(isNative);
  }

  add(count: string, letter: string): void {
    const number = count === "" ? 1 : Number(count);
    if (number > LARGEST_SIZE) throw new error("total struct size too long");
    if (letter === "x") this.#advance(number);
    else if (letter === "s" || letter === "p") this.#addBytes(number, letter === "p");
    else this.#addNumbers(number, letter);
  }

  #addBytes(length: number, isPascal: boolean): void {
    this.fields.push({ offset: this.size, code: undefined, length, isPascal });
    this.#advance(length);
  }

  #addNumbers(count: number, letter: string): void {
    const code = Object.hasOwn(this.#codes, letter) ? this.#codes[letter] : undefined;
    if (code === undefined) throw new error("bad char in struct format");
    if (this.#isNative) this.#advance((code.size - (this.size % code.size)) % code.size);
    if (this.size + count * code.size > LARGEST_SIZE) throw new error("total struct size too long");
    for (let i = 0; i < count; i++) {
      this.fields.push({ offset: this.size, code, length: 0, isPascal: false });
      this.#advance(code.size);
    }
  }

  #advance(bytes: number): void {
    this.size += bytes;
    if (this.size > LARGEST_SIZE) throw new error("total struct size too long");
  }
}
