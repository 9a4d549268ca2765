// Generators of recipes.

import fc from "fast-check";

import { DEEDS, MEMORIES, type Recipe, VIEWS } from "./recipe.ts";

const TEXTS = [
  ...[
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "0.5",
    "NaN",
    "Infinity",
    "-Infinity",
    "3",
    "10",
    "16",
    "17",
    "28",
  ],
  ...["128", "255", "256", "65535", "65536", "2147483647", "2147483648", "-2147483648"],
  ...["-2147483649", "4294967295", "4294967296", "9007199254740991", "9007199254740992", "1e308"],
  ...["5e-324", "-9007199254740993", "64", "2048", "1048577"],
];
const LETTERS = ["a", "\0", "\ud800", "\u{10ffff}", "é", "%", ".", ":", "/"];
const WORDS = [
  "",
  "lo",
  "127.0.0.1",
  "::1",
  "localhost",
  "80",
  "http",
  "tcp",
  "poll",
  "epoll",
  "select",
];
const LENGTHS = [
  0, 1, 2, 3, 4, 7, 8, 12, 15, 16, 24, 28, 32, 64, 100, 110, 128, 129, 256, 4097, 70_000,
];

const number: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("number" as const),
  text: fc.oneof(
    fc.constantFrom(...TEXTS),
    fc.nat({ max: 300 }).map(String),
    fc.double().map(String),
  ),
});
/** Mostly 0 or short: a call that waits forever is interrupted, but that takes time. */
const seconds: fc.Arbitrary<Recipe> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant("number" as const),
      text: fc.constantFrom("0", "-0", "1e-9", "0.0005"),
    }),
  },
  { weight: 1, arbitrary: number },
);
const bigint: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("bigint" as const),
  text: fc.bigInt().map(String),
});
const plain: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("plain" as const),
  value: fc.oneof(
    ...[
      fc.constant(null),
      fc.boolean(),
      fc.constantFrom(...WORDS),
      fc.string({ unit: "grapheme-ascii" }),
      fc.string({ unit: fc.constantFrom(...LETTERS) }),
    ],
  ),
});
const simple: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constantFrom(
    "undefined" as const,
    "symbol" as const,
    "function" as const,
    "date" as const,
  ),
});
const fd: fc.Arbitrary<Recipe> = fc.record({ kind: fc.constant("fd" as const), index: fc.nat(63) });
const multiplexer: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("multiplexer" as const),
  index: fc.nat(7),
});
const address: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("address" as const),
  family: fc.constantFrom(1, 2, 10, 16, 17),
  length: fc.constantFrom(2, 12, 16, 20, 28, 110, 128),
});
const view: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("view" as const),
  type: fc.constantFrom(...VIEWS),
  memory: fc.constantFrom(...MEMORIES),
  length: fc.constantFrom(...LENGTHS),
  fill: fc.array(fc.nat(255), { maxLength: 12 }),
});
const rights: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("rights" as const),
  indexes: fc.array(fc.nat(63), { maxLength: 4 }),
  length: fc.nat({ max: 64 }),
});
const deed = fc.constantFrom(...DEEDS);
const getter = fc.record({ at: fc.nat(3), deed });

function arrayOf(items: fc.Arbitrary<Recipe>, most: number): fc.Arbitrary<Recipe> {
  return fc.record(
    { kind: fc.constant("array" as const), items: fc.array(items, { maxLength: most }), getter },
    { requiredKeys: ["kind", "items"] },
  );
}

const sparse: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("sparse" as const),
  length: fc.constantFrom(1, 1024, 1025, 1 << 20, (1 << 20) + 1, 2 ** 32 - 1),
});
const proxy: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("proxy" as const),
  of: fc.oneof(view, arrayOf(view, 3)),
  deed,
});
const convertible: fc.Arbitrary<Recipe> = fc.record({
  kind: fc.constant("convertible" as const),
  deed,
});

/** A value of any type. */
export const wild: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 4, arbitrary: view },
  { weight: 2, arbitrary: arrayOf(fc.oneof(view, number, plain), 4) },
  { weight: 2, arbitrary: plain },
  ...[bigint, simple, fd, multiplexer, address, proxy, convertible],
);

const views = arrayOf(view, 5);
const items = arrayOf(arrayOf(fc.oneof(number, view), 4), 3);
const goodItems = arrayOf(
  fc.tuple(number, number, view).map((parts) => ({ kind: "array" as const, items: parts })),
  3,
);
const valid: fc.Arbitrary<Recipe> = fc.constant({ kind: "valid" });
const undefinedOrNull = fc.constantFrom<Recipe[]>(
  { kind: "undefined" },
  { kind: "plain", value: null },
);

/**
 * Values that are likely to be valid for a kind of argument, see test/native/arguments/kinds.ts.
 */
const fitting: Readonly<Record<string, fc.Arbitrary<Recipe>>> = {
  fd,
  multiplexer,
  timeout: seconds,
  address: fc.oneof(address, view),
  addressOrNull: fc.oneof(address, view, undefinedOrNull),
  bytesOrNull: fc.oneof(view, rights, undefinedOrNull),
  result: fc.oneof(view, undefinedOrNull),
  lengthResult: fc.oneof(valid, view, undefinedOrNull),
  buffers: fc.oneof({ weight: 9, arbitrary: views }, { weight: 1, arbitrary: sparse }),
  items: fc.oneof(
    { weight: 9, arbitrary: fc.oneof(goodItems, items) },
    { weight: 1, arbitrary: sparse },
  ),
  value: fc.oneof(number, view),
  function: valid,
  boolean: plain,
  string: plain,
  stringOrNull: plain,
  text: fc.oneof(plain, view),
  textOrNull: fc.oneof(plain, view),
  backend: plain,
};

/** Values for an argument of a kind: mostly plausible ones, because they reach more code. */
export function forKind(kind: string): fc.Arbitrary<Recipe> {
  // Functions that the addon calls get our own functions, which do nothing.
  if (kind === "function") return fc.oneof(valid, plain, number);
  const usual = fitting[kind] ?? fc.oneof(valid, number, view);
  return fc.oneof(
    { weight: 7, arbitrary: usual },
    { weight: 2, arbitrary: valid },
    { weight: 1, arbitrary: wild },
  );
}

export { fd as descriptors, number as numbers, seconds };
