/**
 * The parts of the benchmark: data × workload × implementation. A cell is one of each, and is measured
 * in a fresh process. A round measures every cell once.
 *
 * @module
 */

import type { Unit } from "../command/units.ts";

/** The data of a cell: sizes and counts by letter, such as `{ n: 100, a: 1 }`. */
export type Point = Readonly<Record<string, number>>;

/** The package, language or runtime that an implementation uses. */
export type Runtime = "bsd-sockets" | "C" | "CPython" | "Node" | "Bun" | "koffi";

/** One way to do the work. */
export interface Implementation {
  /** The name in tables and charts, such as `"C epoll"`; unique in its workload. */
  readonly name: string;
  readonly runtime: Runtime;
  /** The backend, for workloads of selectors: select, poll, epoll or kqueue. */
  readonly method?: string;
}

/** A figure that a workload measures. */
export interface Metric {
  /** The key in a {@link Measurement}. */
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly better: "lower" | "higher";
}

/** The values of each metric from one run: several if the program repeats its work. */
export type Measurement = Readonly<Record<string, readonly number[]>>;

/** A chart of a workload: one line or bar for each implementation. */
export interface Chart {
  readonly title: string;
  readonly metric: string;
  /** The letter of the data on the x axis; undefined for bars. */
  readonly x?: string;
  /** Only cells with this data are drawn. */
  readonly where?: Point;
}

/** The settings of a run. */
export interface Settings {
  /** Whether to measure few points with short runs. */
  readonly isQuick: boolean;
  /** Whether to include Bun and koffi, which are installed first. */
  readonly hasPeers: boolean;
  /** Values that replace a workload's default data, by letter: `{ n: [10, 100] }`. */
  readonly data: Readonly<Record<string, readonly number[]>>;
  /** The backends to measure; all if empty. */
  readonly methods: readonly string[];
}

/** A kind of work, the data it is done with, and its implementations. */
export interface Workload {
  /** One word, for the command line. */
  readonly name: string;
  readonly title: string;
  /** What it measures, in a sentence or two. */
  readonly description: string;
  readonly metrics: readonly Metric[];
  readonly charts: readonly Chart[];
  /** The first is the reference for the ratios. */
  readonly implementations: readonly Implementation[];
  /** The number of rounds that are enough; by default every round is run. */
  readonly mostRounds?: number;
  points(settings: Settings): readonly Point[];
  /** Returns why an implementation cannot run with this data on this machine; undefined if it can. */
  obstacle?(implementation: Implementation, point: Point): string | undefined;
  /** Measures one cell once. */
  measure(implementation: Implementation, point: Point, settings: Settings): Promise<Measurement>;
}
