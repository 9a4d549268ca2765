/**
 * The errors of wrong arguments, with the codes that Node's own have. A message says what was wanted and what
 * came; of an object it says no more than that it is one.
 *
 * @module
 */

const LONGEST_QUOTE = 40;

/** For an argument of the wrong type: Python's TypeError. */
export function wrongType(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_TYPE" });
}

/** For a value of the right type that is not allowed: Python's ValueError and OverflowError. */
export function outOfRange(message: string): RangeError {
  return Object.assign(new RangeError(message), { code: "ERR_OUT_OF_RANGE" });
}

/** A value's type, for such a message. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

/** What came in place of a number: the number that will not do, or the type of anything else. */
export function given(value: unknown): string {
  return typeof value === "number" ? String(value) : typeName(value);
}

/** A string in quotes, cut off when it is long. */
export function quoted(text: string): string {
  const isLong = text.length > LONGEST_QUOTE;
  return JSON.stringify(isLong ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
