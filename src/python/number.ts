/** What Python's floats have fewer zeros before their digits than. */
const SMALLEST_PLAIN = 1e-4;

/**
 * A finite number as Python writes it: an integer with its digits, another number as a float, which
 * is shortest in both languages but has an exponent sooner, and one of two digits.
 */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (value === 0 || Math.abs(value) >= SMALLEST_PLAIN) return String(value);
  return value.toExponential().replace(/e-(\d)$/u, "e-0$1");
}
