/**
 * The errors of invalid arguments, with the codes of Node's own. A message says what was wanted and
 * what came. For an object it gives only the type, because its contents may be long or secret.
 *
 * @module
 */

const LONGEST_QUOTE = 40;

/** Returns the error for an argument of the wrong type: Python's TypeError. */
export function wrongType(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_TYPE" });
}

/**
 * Returns the error for an invalid value of the right type: Python's ValueError and OverflowError.
 */
export function outOfRange(message: string): RangeError {
  return Object.assign(new RangeError(message), { code: "ERR_OUT_OF_RANGE" });
}

/** Returns a value's type for a message. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

/**
 * Returns what came, for a message about numbers: an invalid number, or the type of anything else.
 */
export function given(value: unknown): string {
  return typeof value === "number" ? String(value) : typeName(value);
}

/** Returns a string in quotes, shortened if it is long. */
export function quoted(text: string): string {
  const isLong = text.length > LONGEST_QUOTE;
  return JSON.stringify(isLong ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
