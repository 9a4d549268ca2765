import { endianness } from "node:os";

import { typeName, wrongType } from "../arguments/errors.ts";
import { type Code, codesOf } from "./codes.ts";
import { error } from "./error.ts";

/** A sequence of numbers of one kind. */
interface NumberField {
  readonly kind: "numbers";
  readonly offset: number;
  readonly code: Code;
  readonly count: number;
}

/** Bytes that are one value. */
export interface BytesField {
  readonly kind: "bytes";
  readonly offset: number;
  readonly length: number;
  /** Whether the first byte is the number of bytes in use. */
  readonly isPascal: boolean;
}

/** A parsed format. */
export interface Format {
  readonly isLittle: boolean;
  readonly size: number;
  /** The number of its values. */
  readonly count: number;
  readonly fields: readonly (NumberField | BytesField)[];
}

const MOST_REMEMBERED = 100;
const LARGEST_SIZE = 2 ** 31 - 1;
const remembered = new Map<string, Format>();

/** Parses a format; remembers the recent ones. */
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
  const { size, count: values, fields } = layout;
  return { isLittle, size, count: values, fields };
}

class Layout {
  readonly fields: (NumberField | BytesField)[] = [];
  size = 0;
  count = 0;
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
    this.fields.push({ kind: "bytes", offset: this.size, length, isPascal });
    this.count++;
    this.#advance(length);
  }

  #addNumbers(count: number, letter: string): void {
    const code = Object.hasOwn(this.#codes, letter) ? this.#codes[letter] : undefined;
    if (code === undefined) throw new error("bad char in struct format");
    if (this.#isNative) this.#advance((code.size - (this.size % code.size)) % code.size);
    this.fields.push({ kind: "numbers", offset: this.size, code, count });
    this.count += count;
    this.#advance(count * code.size);
  }

  #advance(bytes: number): void {
    this.size += bytes;
    if (this.size > LARGEST_SIZE) throw new error("total struct size too long");
  }
}
