// Values that exist in both JavaScript and Python.

import fc from "fast-check";

/** Any text. */
export const anyString = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from("'\"\\\t\n\r\0\x7f\x80\xa0\xad\u2028\ud800\udc00\ufeffäx "),
    ),
  }),
);

/**
 * Numbers with an unambiguous type in Python: integers that both write with all digits, and
 * fractions. A number like 1e300 could be an int or a float there.
 */
export const clearNumber = fc.oneof(
  fc.maxSafeInteger(),
  fc.double().filter((number) => !Number.isInteger(number) || Object.is(number, -0)),
);

/** Both languages write a JSON number like one of their own; JavaScript's JSON has no infinity. */
export const jsonNumber = clearNumber.filter((number) => Number.isFinite(number));

/** Keys that look like an index change their position in an object, but not in a Map. */
const keys = anyString.filter((key) => !/^\d+$/u.test(key));

/** Such values, and arrays and objects of them. */
export function nested(leaves: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      leaves,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(keys, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;
}
