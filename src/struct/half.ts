// IEEE 754 half precision: 1 sign bit, 5 exponent bits biased by 15, 10 fraction bits. DataView has
// it only since Node 24.

const LARGEST_BITS = 0x7bff; // 65504
const LARGEST_EXPONENT = 15;
const SMALLEST_NORMAL = 2 ** -14;
const FRACTION = 2 ** 10;

/** Returns the bits of a number; undefined if it is too large. */
export function toHalf(value: number): number | undefined {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude === Infinity) return sign | 0x7c00;
  if (magnitude < SMALLEST_NORMAL)
    return sign | roundHalfEven((magnitude / SMALLEST_NORMAL) * FRACTION);
  const exponent = exponentOf(magnitude);
  // A fraction that rounds up to the next power of two carries into the exponent.
  const bits = ((exponent + 14) << 10) + roundHalfEven((magnitude / 2 ** exponent) * FRACTION);
  return bits > LARGEST_BITS ? undefined : sign | bits;
}

function exponentOf(magnitude: number): number {
  let exponent = -14;
  while (exponent <= LARGEST_EXPONENT && magnitude >= 2 ** (exponent + 1)) exponent++;
  return exponent;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** Returns the number for the bits. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / FRACTION;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * SMALLEST_NORMAL * fraction
    : sign * 2 ** (exponent - 15) * (1 + fraction);
}
