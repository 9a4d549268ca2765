import { max, min } from "d3-array";

import { formatTick } from "../../command/units.ts";
import type { Metric } from "../workload.ts";
import type { Mark, Series } from "./series.ts";

const FEW_DECADES = 2;
const MOST_STEPS = 8;

/** All values in these series. */
export function marksOf(series: readonly Series[]): Mark[] {
  return series.flatMap(({ marks }) => marks);
}

/** True if the values fit on a logarithmic axis: none is zero. */
export function isLogarithmic(series: readonly Series[]): boolean {
  return marksOf(series).every((mark) => mark.min > 0);
}

/** The ticks of a logarithmic axis: powers of the base, with steps between if there are few. */
export function logarithmicTicks(low: number, high: number, unit: Metric["unit"]): number[] {
  const base = unit === "bytes" ? 4 : 10;
  const first = Math.floor(Math.log(low) / Math.log(base));
  const last = Math.ceil(Math.log(high) / Math.log(base));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => base ** (first + i));
  const steps = unit === "bytes" ? [1, 2] : [1, 2, 5];
  const isShort = Math.log(high / low) / Math.log(base) < FEW_DECADES;
  const between = (ticks: number[]): number[] =>
    ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  const every = between(
    powers.flatMap((power) => [1, 2, 3, 4, 5, 6, 8].map((step) => power * step)),
  );
  if (unit !== "bytes" && every.length <= MOST_STEPS) return every;
  return between(isShort ? powers.flatMap((power) => steps.map((step) => power * step)) : powers);
}

/** The smallest and largest value in these series, including whiskers. */
export function extentOf(series: readonly Series[]): [low: number, high: number] {
  const marks = marksOf(series);
  return [min(marks, (mark) => mark.min) ?? 1, max(marks, (mark) => mark.p95) ?? 1];
}

/** Returns how values of a metric are written at an axis. */
export function tickFormat({ unit }: Metric): (value: number) => string {
  return (value) => formatTick(value, unit);
}
