/** Python writes smaller floats with an exponent. */
const SMALLEST_PLAIN = 1e-4;

/**
 * Returns a finite number as Python prints it. Both languages print the shortest form of a float,
 * but Python switches to an exponent earlier, and writes it with at least two digits.
 */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (value === 0 || Math.abs(value) >= SMALLEST_PLAIN) return String(value);
  return value.toExponential().replace(/e-(\d)$/u, "e-0$1");
}
