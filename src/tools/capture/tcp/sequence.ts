/** The sum of a sequence number and a length: numbers of 32 bits that begin again at 0. */
export function advance(sequence: number, length: number): number {
  return (sequence + length) >>> 0;
}

/** How far a sequence number is from another, counted upwards. */
export function distance(from: number, to: number): number {
  return (to - from) >>> 0;
}

/** Whether a sequence number comes before another: less than half of all numbers before it. */
export function isBefore(one: number, other: number): boolean {
  return ((one - other) | 0) < 0;
}
