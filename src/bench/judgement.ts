import type { Point } from "./workload.ts";

/** A performance target of the package. */
export interface Target {
  readonly what: string;
  readonly workload: string;
  readonly metric: string;
  readonly implementation: string;
  /** The data of the cell; other letters may have any value. */
  readonly point: Point;
  /** What the value is compared with: another implementation, other data, or both. Absent: nothing. */
  readonly against?: { readonly implementation?: string; readonly point?: Point };
  /** The largest ratio or value that meets the target. */
  readonly atMost: number;
}

/** A target with its measured value; without a value if one of its cells was not measured. */
export interface Judgement extends Target {
  readonly measured?: number;
  readonly isMet?: boolean;
}
