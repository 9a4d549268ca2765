import type { Point } from "./workload.ts";

/** A speed that the package must reach. */
export interface Target {
  readonly what: string;
  readonly workload: string;
  readonly metric: string;
  readonly implementation: string;
  /** The data of the cell; letters that are left out may have any value. */
  readonly point: Point;
  /** What it is divided by: another implementation, other data, or both. Absent: by nothing. */
  readonly against?: { readonly implementation?: string; readonly point?: Point };
  /** The largest ratio, or value, that will do. */
  readonly atMost: number;
}

/** A target with what was measured; without a value where one of its cells was not measured. */
export interface Judgement extends Target {
  readonly measured?: number;
  readonly isMet?: boolean;
}
