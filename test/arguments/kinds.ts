// What an argument of each kind refuses, with the class and the sentence of the error.

/** A wrong value, with the class of the error and how its message ends. */
export type Fault = readonly [
  value: unknown,
  Class: typeof TypeError | typeof RangeError,
  sentence: string,
];

/** The faults of an argument, by its name. */
export type Kind = (name: string) => readonly Fault[];

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;
const UINT_MAX = 2 ** 32 - 1;
const LONGEST = 9_223_372_036;

/** What is not a number, with how messages call it. */
const NOT_NUMBERS: readonly (readonly [value: unknown, given: string])[] = [
  ["1", "string"],
  [true, "boolean"],
  [1n, "bigint"],
  [Symbol("1"), "symbol"],
  [() => 1, "function"],
  [[1], "array"],
];
const OBJECT = [{ secret: "x".repeat(1000) }, "object"] as const;
const NOT_INTEGERS = [1.5, -0.5, NaN, Infinity, -Infinity].map((x) => [x, String(x)] as const);

interface Extent {
  /** The RangeError's message where it is CPython's, for a number that is out of bounds. */
  readonly outside?: (name: string, value: number) => string;
  /** What else may be given. */
  readonly or?: "null" | "options" | "others";
}

/** An integer within bounds. */
export function integer(lowest: number, highest: number, { outside, or }: Extent = {}): Kind {
  const others = [
    ...NOT_NUMBERS,
    ...(or === "options" ? [] : [OBJECT]),
    ...(or === "null" ? [] : [[null, "null"] as const]),
  ];
  const outer = [lowest - 1, highest + 1, -1e30, 1e30];
  return (name) => [
    ...[...(or === "others" ? [] : others), ...NOT_INTEGERS].map(([value, given]): Fault => [
      value,
      TypeError,
      `${name} must be an integer, not ${given}`,
    ]),
    ...outer.map((value): Fault => {
      const bounds = `an integer from ${lowest} to ${highest}`;
      const sentence = outside?.(name, value) ?? `${name} must be ${bounds}, not ${value}`;
      return [value, RangeError, sentence];
    }),
  ];
}

export const int: Kind = integer(INT_MIN, INT_MAX);
export const intOrNull: Kind = integer(INT_MIN, INT_MAX, { or: "null" });
export const anyInteger: Kind = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
export const fd: Kind = integer(0, INT_MAX);
export const uint16: Kind = integer(0, 0xffff);
export const uint32: Kind = integer(0, UINT_MAX);
/** A part of an address, with CPython's sentence. */
export const part = (highest: number): Kind =>
  integer(0, highest, { outside: (name) => `${name} must be 0-${highest}.` });
/** How many bytes to receive; CPython's sentence says of which call. */
export const size = (call: string): Kind =>
  integer(0, UINT_MAX, {
    outside: (name, value) =>
      value < 0
        ? `negative buffersize in ${call}`
        : `${name} must be an integer from 0 to ${UINT_MAX}, not ${value}`,
  });

/** A descriptor or what has one, in `select`: the sentences are CPython's, as far as there are any. */
export const fileobj: Kind = (name) => [
  ...[...NOT_NUMBERS, OBJECT, ...NOT_INTEGERS, [null, "null"] as const].map(([value]): Fault => [
    value,
    TypeError,
    "argument must be an int, or have a fileno() method.",
  ]),
  ...[-1, 2 ** 31].map((value): Fault => {
    return [value, RangeError, `${name} must be an integer from 0 to ${INT_MAX}, not ${value}`];
  }),
];

/** The same in `selectors`. */
export const selectorFileobj: Kind = () =>
  [...NOT_NUMBERS.filter(([value]) => typeof value !== "object"), ...NOT_INTEGERS].map(
    ([value, given]): Fault => [value, RangeError, `Invalid file object: ${given}`],
  );

/** The events of a selector, with CPython's sentence. */
export const events: Kind = (name) =>
  integer(1, 3, { outside: (_, value) => `Invalid events: ${value}` })(name);

interface Time {
  readonly unit?: string;
  /** The bounds in words. */
  readonly bounds: string;
  readonly outer: readonly number[];
  readonly isNullable?: boolean;
  /** The sentence for a number below 0, where it is CPython's. */
  readonly below0?: string;
}

/** A timeout. */
function timeout(time: Time): Kind {
  const { unit = "seconds", bounds, outer, isNullable = true, below0 } = time;
  const orNull = isNullable ? " or null" : "";
  return (name) => [
    ...[...NOT_NUMBERS, OBJECT, ...(isNullable ? [] : [[null, "null"] as const])].map(
      ([value, given]): Fault => {
        return [value, TypeError, `${name} must be a number of ${unit}${orNull}, not ${given}`];
      },
    ),
    ...[NaN, ...outer].map((value): Fault => {
      const usual = `${name} must be a number of ${unit}${bounds}${orNull}, not ${value}`;
      return [value, RangeError, value < 0 ? (below0 ?? usual) : usual];
    }),
  ];
}

export const seconds: Kind = timeout({
  bounds: ` from 0 to ${LONGEST}`,
  outer: [-1, -1e-9, -Infinity, 1e10, 1e300, Infinity],
  below0: "timeout must be non-negative",
});
export const pollMilliseconds: Kind = timeout({
  unit: "milliseconds",
  bounds: ` from ${-LONGEST * 1000} to ${INT_MAX}`,
  outer: [2 ** 31, 1e300, Infinity, -Infinity],
});
export const epollSeconds: Kind = timeout({
  bounds: ` from ${-LONGEST} to 2147483.647`,
  outer: [2_147_484, 1e300, Infinity, -Infinity],
});
export const selectorSeconds: Kind = timeout({ bounds: "", outer: [] });
export const optionSeconds: Kind = timeout({
  bounds: ` above 0 to ${INT_MAX}`,
  outer: [0, -1, 2 ** 31, Infinity],
});
export const messageSeconds: Kind = timeout({
  bounds: " above 0",
  outer: [0, -1, -Infinity],
  isNullable: false,
});
