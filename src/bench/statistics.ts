import { max, median, min, quantile } from "d3-array";

import type { Measurement } from "./workload.ts";

/** The values that one run of a cell measured. */
export interface Sample {
  readonly round: number;
  readonly values: Measurement;
}

/** The summary of a metric over all rounds. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  /** The ratio to the reference with the same data; absent unless both were measured in a round. */
  readonly ratio?: number;
}

function valuesOf(samples: readonly Sample[], metric: string): number[] {
  return samples.flatMap(({ values }) => values[metric] ?? []);
}

/** Summarizes all values of a metric; undefined if there are none. */
export function summarize(
  samples: readonly Sample[],
  metric: string,
  reference?: readonly Sample[],
): Summary | undefined {
  const values = valuesOf(samples, metric);
  if (values.length === 0) return undefined;
  const ratio = reference && ratioOf(samples, reference, metric);
  return {
    count: values.length,
    min: min(values)!,
    median: median(values)!,
    p95: quantile(values, 0.95)!,
    max: max(values)!,
    ...(ratio === undefined ? {} : { ratio }),
  };
}

function mediansByRound(samples: readonly Sample[], metric: string): Map<number, number> {
  const medians = new Map<number, number>();
  for (const { round, values } of samples) {
    const middle = median(values[metric] ?? []);
    if (middle !== undefined) medians.set(round, middle);
  }
  return medians;
}

/**
 * Returns the ratio of the values to the reference's: the median of the ratios within each round. If the
 * machine is slow for a minute, it slows down both and the ratio stays the same.
 */
export function ratioOf(
  samples: readonly Sample[],
  reference: readonly Sample[],
  metric: string,
): number | undefined {
  const others = mediansByRound(reference, metric);
  const ratios = [...mediansByRound(samples, metric)]
    .map(([round, value]) => value / (others.get(round) ?? NaN))
    .filter(Number.isFinite);
  return median(ratios);
}
