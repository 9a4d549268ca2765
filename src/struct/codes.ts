import { error } from "./error.ts";
import { fromHalf, toHalf } from "./half.ts";

/** A value that a format packs or unpacks. */
export type StructValue = number | bigint | boolean | Buffer;

/** Reads and writes one value of a format. */
export interface Code {
  readonly size: number;
  write(view: DataView, offset: number, value: unknown, isLittle: boolean): void;
  read(view: DataView, offset: number, isLittle: boolean): StructValue;
}

function integer(code: string, size: 1 | 2 | 4, isSigned: boolean): Code {
  const name = `${isSigned ? "Int" : "Uint"}${String(size * 8) as "8" | "16" | "32"}` as const;
  const lowest = isSigned ? -(2 ** (size * 8 - 1)) : 0;
  const highest = lowest + 2 ** (size * 8) - 1;
  return {
    size,
    write(view, offset, value, isLittle) {
      const number =
        typeof value === "bigint" || typeof value === "boolean" ? Number(value) : value;
      if (typeof number !== "number" || !Number.isInteger(number)) throw notInteger(code);
      if (number < lowest || number > highest) throw outOf(code, lowest, highest);
      view[`set${name}`](offset, number, isLittle);
    },
    read: (view, offset, isLittle) => view[`get${name}`](offset, isLittle),
  };
}

function long(code: string, isSigned: boolean): Code {
  const name = isSigned ? "BigInt64" : "BigUint64";
  const lowest = isSigned ? -(2n ** 63n) : 0n;
  const highest = lowest + 2n ** 64n - 1n;
  return {
    size: 8,
    write(view, offset, value, isLittle) {
      const isWhole = typeof value === "bigint" || typeof value === "boolean";
      if (!isWhole && !Number.isSafeInteger(value)) throw notInteger(code);
      const number = BigInt(value as number | bigint | boolean);
      if (number < lowest || number > highest) throw outOf(code, lowest, highest);
      view[`set${name}`](offset, number, isLittle);
    },
    read: (view, offset, isLittle) => view[`get${name}`](offset, isLittle),
  };
}

function float(code: string, size: 4 | 8): Code {
  const name = size === 4 ? "Float32" : "Float64";
  return {
    size,
    write(view, offset, value, isLittle) {
      const number = finiteAs(code, value, (x) => (size === 4 ? Math.fround(x) : x));
      view[`set${name}`](offset, number, isLittle);
    },
    read: (view, offset, isLittle) => view[`get${name}`](offset, isLittle),
  };
}

const half: Code = {
  size: 2,
  write(view, offset, value, isLittle) {
    const bits = toHalf(finiteAs("e", value, (x) => x));
    if (bits === undefined) throw new error("float too large to pack with e format");
    view.setUint16(offset, bits, isLittle);
  },
  read: (view, offset, isLittle) => fromHalf(view.getUint16(offset, isLittle)),
};

function finiteAs(code: string, value: unknown, round: (x: number) => number): number {
  const isWhole = typeof value === "bigint" || typeof value === "boolean";
  const number = isWhole ? Number(value) : value;
  // A bigint can be too large for a number.
  if (typeof number !== "number" || (isWhole && !Number.isFinite(number))) {
    throw new error("required argument is not a float");
  }
  const rounded = round(number);
  if (Number.isFinite(number) && !Number.isFinite(rounded)) {
    throw new error(`float too large to pack with ${code} format`);
  }
  return rounded;
}

const boolean: Code = {
  size: 1,
  write(view, offset, value) {
    view.setUint8(offset, value ? 1 : 0);
  },
  read: (view, offset) => view.getUint8(offset) !== 0,
};

const character: Code = {
  size: 1,
  write(view, offset, value) {
    if (!(value instanceof Uint8Array) || value.length !== 1) {
      throw new error("char format requires a bytes object of length 1");
    }
    view.setUint8(offset, value[0] ?? 0);
  },
  read: (view, offset) => Buffer.of(view.getUint8(offset)),
};

function notInteger(code: string): error {
  return new error(`'${code}' format: required argument is not an integer`);
}

function outOf(code: string, lowest: number | bigint, highest: number | bigint): error {
  return new error(`'${code}' format requires ${lowest} <= number <= ${highest}`);
}

const standard: Readonly<Record<string, Code>> = {
  c: character,
  b: integer("b", 1, true),
  B: integer("B", 1, false),
  "?": boolean,
  h: integer("h", 2, true),
  H: integer("H", 2, false),
  i: integer("i", 4, true),
  I: integer("I", 4, false),
  l: integer("l", 4, true),
  L: integer("L", 4, false),
  q: long("q", true),
  Q: long("Q", false),
  e: half,
  f: float("f", 4),
  d: float("d", 8),
};

// C's long and size_t have the size of a pointer on all systems that this package supports.
const is64Bit = !["arm", "ia32", "mips", "mipsel", "ppc", "s390"].includes(process.arch);

const native: Readonly<Record<string, Code>> = {
  ...standard,
  l: is64Bit ? long("l", true) : integer("l", 4, true),
  L: is64Bit ? long("L", false) : integer("L", 4, false),
  n: is64Bit ? long("n", true) : integer("n", 4, true),
  N: is64Bit ? long("N", false) : integer("N", 4, false),
};

/** Returns the codes of a format in C layout, or of a format with a byte order. */
export function codesOf(isNative: boolean): Readonly<Record<string, Code>> {
  return isNative ? native : standard;
}
