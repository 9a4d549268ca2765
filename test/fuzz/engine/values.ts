// Values that JavaScript and Python both have.

import fc from "fast-check";

/** Text of all kinds. */
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
 * Numbers of which it is clear what they are in Python: integers that both write with all digits,
 * and what is no integer. A number like 1e300 could be an int or a float there.
 */
export const clearNumber = fc.oneof(
  fc.maxSafeInteger(),
  fc.double().filter((number) => !Number.isInteger(number) || Object.is(number, -0)),
);

/** Both write a number of JSON like one of their language; JavaScript's have no infinity there. */
export const jsonNumber = clearNumber.filter((number) => Number.isFinite(number));

/** Keys that look like an index change their place in an object, but not in a Map. */
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
