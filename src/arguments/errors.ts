/**
 * Refusals of arguments, with the codes that Node's own have.
 *
 * @module
 */

/** For an argument of the wrong type: Python's TypeError. */
export function wrongType(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_TYPE" });
}

/** For one of the right type that will not do: Python's ValueError and OverflowError. */
export function outOfRange(message: string): RangeError {
  return Object.assign(new RangeError(message), { code: "ERR_OUT_OF_RANGE" });
}

/** A value's type for such a message. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
