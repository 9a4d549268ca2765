import { formatValue } from "../command/units.ts";

/** Milliseconds since the start, to the microsecond: `"476.012"`. */
export function formatMoment(seconds: number): string {
  return (seconds * 1000).toFixed(3);
}

/** A length of time in three digits: `"52.0 µs"`, `"463 ms"`. */
export function formatLength(seconds: number): string {
  return formatValue(seconds * 1e9, "ns");
}
