/**
 * What a benchmark is made of: data × workload × implementation. A cell is one of each, and is
 * measured in a fresh process; a round measures every cell once.
 *
 * @module
 */

import type { Unit } from "../command/units.ts";

/** The data of a cell: its sizes and counts, by the letters that the field gives them. */
export type Point = Readonly<Record<string, number>>;

/** Whose code runs: this package, or what it is compared with. */
export type Runtime = "bsd-sockets" | "C" | "CPython" | "Node" | "Bun" | "koffi";

/** One way to do the work. */
export interface Implementation {
  /** As tables and charts call it, such as `"C epoll"`; unique in its workload. */
  readonly name: string;
  readonly runtime: Runtime;
  /** For the ring: the backend, one of select, poll, epoll, kqueue. */
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

/** The values of each metric that one run gave: several where the program repeats its work. */
export type Measurement = Readonly<Record<string, readonly number[]>>;

/** A picture of a workload: one line (or bar) for each implementation. */
export interface Chart {
  readonly title: string;
  readonly metric: string;
  /** The letter of the data along the x axis; none for bars. */
  readonly x?: string;
  /** What else is held: only the cells with these data are drawn. */
  readonly where?: Point;
}

/** What the user asked for. */
export interface Settings {
  /** Few points and short runs. */
  readonly isQuick: boolean;
  /** Also what has to be installed first: Bun and koffi. */
  readonly hasPeers: boolean;
  /** Values in place of a workload's own, by letter: `{ n: [10, 100] }`. */
  readonly data: Readonly<Record<string, readonly number[]>>;
  /** Only these backends; all when empty. */
  readonly methods: readonly string[];
}

/** A kind of work, the data that it is done with and the ways to do it. */
export interface Workload {
  /** One word, for the command line. */
  readonly name: string;
  readonly title: string;
  /** What the reader learns from it, in a sentence or two. */
  readonly description: string;
  readonly metrics: readonly Metric[];
  readonly charts: readonly Chart[];
  /** The first is what the others are compared with. */
  readonly implementations: readonly Implementation[];
  /** How many rounds tell all there is; as many as are run when left out. */
  readonly mostRounds?: number;
  points(settings: Settings): readonly Point[];
  /** Why an implementation cannot do it with these data, or on this machine; undefined if it can. */
  obstacle?(implementation: Implementation, point: Point): string | undefined;
  /** Runs one cell once. */
  measure(implementation: Implementation, point: Point, settings: Settings): Promise<Measurement>;
}
