import assert from "node:assert/strict";

import * as struct from "bsd-sockets/struct";
import fc from "fast-check";

import { claim, properties } from "../engine/properties.ts";
import { Float, toPython } from "../engine/python-value.ts";
import { endPython, python, RAISED } from "../engine/python.ts";

type Value = struct.StructValue | Uint8Array;

const ORDERS = ["", "@", "=", "<", ">", "!"];
const INTEGERS = { b: 1, B: 1, h: 2, H: 2, i: 4, I: 4, l: 8, L: 8, q: 8, Q: 8, n: 8, N: 8 };
const BITS_OF_BYTE = 8n;

/** The outcome of a call: its value, or that it rejected its arguments. */
function outcome<Found>(call: () => Found): Found | typeof RAISED {
  try {
    return call();
  } catch (error) {
    assert.ok(error instanceof struct.error, String(error));
    return RAISED;
  }
}

const formats = fc
  .tuple(
    fc.constantFrom(...ORDERS),
    fc.array(
      fc.tuple(
        fc.oneof(fc.constant(""), fc.nat({ max: 12 }).map(String)),
        fc.constantFrom(...Array.from("xcbB?hHiIlLqQnNefdsp")),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([order, items]) => order + items.map(([count, letter]) => count + letter).join(" "));

/** Any text, and much that resembles a format. Python does not accept text that is not ASCII. */
const anyText = fc.oneof(
  fc.string({ unit: "binary-ascii" }),
  fc.string({
    unit: fc.constantFrom(...Array.from("@=<>! \t\n\v0123456789xcbBhiqQnNspefd?\0gk-")),
  }),
);

/** Both reject a format that is too large, but one of them because memory runs out. */
const MOST_BYTES = 1 << 20;

async function sizesAgree(format: string): Promise<void> {
  // JavaScript programs have no pointers.
  if (format.includes("P")) return;
  const ours = outcome(() => struct.calcsize(format));
  const theirs = await python("calcsize", format);
  if (ours === RAISED) {
    const isTooLong = theirs !== RAISED && Number((theirs as { int: string }).int) >= 2 ** 31;
    assert.ok(theirs === RAISED || isTooLong, `CPython accepts it: ${JSON.stringify(theirs)}`);
    return;
  }
  assert.deepEqual(theirs, { int: String(ours) });
  if (ours <= MOST_BYTES) {
    assert.throws(() => struct.unpack(format, Buffer.alloc(ours + 1)), struct.error);
  }
}

function integers(letter: keyof typeof INTEGERS): fc.Arbitrary<Value> {
  const bits = BigInt(INTEGERS[letter]) * BITS_OF_BYTE;
  const limit = 1n << (bits + 1n);
  const any = fc.bigInt({ min: -limit, max: limit });
  const edge = fc.constantFrom(0n, 1n, -1n, 1n << bits, 1n << (bits - 1n), -(1n << (bits - 1n)));
  const near = fc
    .tuple(fc.oneof(any, edge), fc.constantFrom(-1n, 0n, 1n))
    .map(([value, change]) => value + change);
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: fc.boolean() });
}

/** A value for a code: mostly a valid one. */
function valueOf(letter: string, count: number): fc.Arbitrary<Value> {
  if (Object.hasOwn(INTEGERS, letter)) return integers(letter as keyof typeof INTEGERS);
  if (letter === "?") return fc.boolean();
  if ("efd".includes(letter)) {
    const wide = 1n << 1030n;
    return fc.oneof(
      ...[fc.double(), fc.float(), fc.double({ min: -70_000, max: 70_000 }), fc.boolean()],
      fc.bigInt({ min: -wide, max: wide }),
      fc.bigInt(),
    );
  }
  const length = letter === "c" ? { minLength: 1, maxLength: 1 } : { maxLength: count + 2 };
  return fc.uint8Array(length).map((bytes) => Buffer.from(bytes));
}

interface Packed {
  readonly format: string;
  readonly values: readonly Value[];
}

function valuesOf(format: string): fc.Arbitrary<Value>[] {
  return [...format.matchAll(/(\d*)([a-zA-Z?])/gu)].flatMap(([, digits, letter]) => {
    const count = digits === "" ? 1 : Number(digits);
    if (letter === "x") return [];
    if (letter === "s" || letter === "p") return [valueOf(letter, count)];
    return Array.from({ length: count }, () => valueOf(letter!, count));
  });
}

const packed: fc.Arbitrary<Packed> = formats.chain((format) =>
  fc.tuple(...valuesOf(format)).map((values) => ({ format, values })),
);

/** In Python, numbers for a float's code are floats, even integral ones. */
function forPython({ format, values }: Packed): unknown {
  const letters = [...format.matchAll(/(\d*)([a-zA-Z?])/gu)].flatMap(([, digits, letter]) => {
    if (letter === "x") return [];
    const isOne = digits === "" || letter === "s" || letter === "p";
    return Array.from({ length: isOne ? 1 : Number(digits) }, () => letter!);
  });
  return toPython(
    values.map((value, index) =>
      typeof value === "number" && "efd".includes(letters[index]!) ? new Float(value) : value,
    ),
  );
}

/** NaN has many representations, and neither side guarantees which one it keeps. */
function hasNaN(values: readonly unknown[]): boolean {
  return values.some((value) => typeof value === "number" && Number.isNaN(value));
}

/**
 * CPython packs numbers that are too large for a C float as infinity, but only in native layout.
 */
function becomesInfinite({ format, values }: Packed): boolean {
  if (/^[=<>!]/u.test(format) || !format.includes("f")) return false;
  return values.some((value) => {
    const number = typeof value === "bigint" ? Number(value) : value;
    return (
      typeof number === "number" && Number.isFinite(number) && !Number.isFinite(Math.fround(number))
    );
  });
}

/**
 * CPython 3.11 reads and writes out of bounds for a Pascal string of zero bytes, which has no room
 * for its length.
 */
function isFaulty({ format }: { readonly format: string }): boolean {
  return /(?<!\d)0+p/u.test(format);
}

async function packsAgree(given: Packed): Promise<void> {
  if (becomesInfinite(given) || isFaulty(given)) return;
  const ours = outcome(() => struct.pack(given.format, ...given.values));
  const theirs = await python("pack", given.format, forPython(given));
  if (ours === RAISED) {
    assert.equal(theirs, RAISED, JSON.stringify(theirs));
    return;
  }
  if (!hasNaN(given.values)) assert.deepEqual(theirs, { bytes: ours.toString("hex") });
  const values = struct.unpack<string>(given.format, ours);
  const again = struct.pack(given.format, ...values);
  if (!hasNaN(given.values)) assert.deepEqual(again, ours);
}

interface Bytes {
  readonly format: string;
  readonly bytes: Uint8Array;
}

const bytesOfFormat: fc.Arbitrary<Bytes> = formats.chain((format) => {
  const size = outcome(() => struct.calcsize(format));
  const length = size === RAISED ? 0 : size;
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => ({ format, bytes }));
});

/** Encodes values like the peer. */
function encoded(values: readonly Value[], { format }: Bytes): unknown {
  return forPython({ format, values });
}

async function unpacksAgree(given: Bytes): Promise<void> {
  if (isFaulty(given)) return;
  const ours = outcome(() => struct.unpack<string>(given.format, given.bytes));
  const theirs = await python("unpack", given.format, toPython(given.bytes));
  if (ours === RAISED) assert.equal(theirs, RAISED, JSON.stringify(theirs));
  else assert.deepEqual(theirs, encoded(ours, given));
}

/** Any values are packed or rejected. */
function refusesWrongValues([format, values]: [string, unknown[]]): void {
  const size = outcome(() => struct.calcsize(format));
  if (size !== RAISED && size <= MOST_BYTES) {
    outcome(() => struct.pack(format, ...(values as Value[])));
  }
}

export const structs = properties({
  name: "struct",
  about: "formats, packing and unpacking, compared with CPython",
  claims: [
    claim("any text is a format of the same size, or rejected", anyText, sizesAgree),
    claim("a format has the same size", formats, sizesAgree),
    claim("values are packed to the same bytes, and unpacked again", packed, packsAgree),
    claim("bytes are unpacked to the same values", bytesOfFormat, unpacksAgree),
    claim(
      "any values are packed or rejected",
      fc.tuple(formats, fc.array(fc.anything({ withBigInt: true, withTypedArray: true }))),
      refusesWrongValues,
    ),
  ],
  close: endPython,
});
