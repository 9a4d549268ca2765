/**
 * What a benchmark found: the data behind its table and its report, and what `--json` writes.
 *
 * @module
 */

import type { Machine } from "./machine.ts";
import { type Sample, summarize, type Summary } from "./statistics.ts";
import type { Judgement } from "./judgement.ts";
import type { Chart, Implementation, Metric, Point, Settings, Workload } from "./workload.ts";

/** What was not measured, and why. */
export interface Skip {
  /** Absent for what is absent in every workload. */
  readonly workload?: string;
  readonly implementation: string;
  /** Absent for what is skipped with all data. */
  readonly point?: Point;
  readonly reason: string;
}

/** A cell whose run failed; it is not run again in later rounds. */
export interface Failure {
  readonly workload: string;
  readonly implementation: string;
  readonly point: Point;
  readonly round: number;
  readonly message: string;
}

/** One implementation with one set of data. */
export interface CellResults {
  readonly implementation: string;
  readonly point: Point;
  /** What each round measured, as it was measured. */
  readonly samples: readonly Sample[];
  /** By the name of the metric. */
  readonly summary: Readonly<Record<string, Summary>>;
}

/** All that was measured of a workload. */
export interface WorkloadResults {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly metrics: readonly Metric[];
  readonly charts: readonly Chart[];
  /** Those that were measured. */
  readonly implementations: readonly Implementation[];
  /** What the ratios are to: the workload's first implementation. */
  readonly reference: string;
  readonly cells: readonly CellResults[];
}

/** A whole run. */
export interface Results {
  /** The version of this shape. */
  readonly format: 1;
  /** The command that was run. */
  readonly command: string;
  /** When it was started, as ISO 8601. */
  readonly date: string;
  /** How long it took. */
  readonly seconds: number;
  /** False when it was interrupted. */
  readonly isComplete: boolean;
  readonly rounds: number;
  readonly settings: Settings;
  readonly machine: Machine;
  /** By the name of the program: of Node, this package, and of what it was compared with. */
  readonly versions: Readonly<Record<string, string>>;
  readonly workloads: readonly WorkloadResults[];
  /** What was wanted, and what was measured. */
  readonly targets: readonly Judgement[];
  readonly skipped: readonly Skip[];
  readonly failures: readonly Failure[];
}

/** A cell with what its runs measured. */
export interface MeasuredCell {
  readonly workload: Workload;
  readonly point: Point;
  readonly implementation: Implementation;
  readonly samples: readonly Sample[];
}

function cellResults(cell: MeasuredCell, reference: MeasuredCell | undefined): CellResults {
  const summary: Record<string, Summary> = {};
  for (const { name } of cell.workload.metrics) {
    const found = summarize(cell.samples, name, reference?.samples);
    if (found !== undefined) summary[name] = found;
  }
  const { implementation, point, samples } = cell;
  return { implementation: implementation.name, point, samples, summary };
}

/** Sums up the cells of one workload; those that were never measured are left out. */
export function workloadResults(
  workload: Workload,
  measured: readonly MeasuredCell[],
): WorkloadResults {
  const { name, title, description, metrics, charts } = workload;
  const cells = measured.filter((cell) => cell.workload === workload && cell.samples.length > 0);
  const reference = workload.implementations[0];
  const references = cells.filter((cell) => cell.implementation === reference);
  return {
    name,
    title,
    description,
    metrics,
    charts,
    implementations: workload.implementations.filter((implementation) =>
      cells.some((cell) => cell.implementation === implementation),
    ),
    reference: reference?.name ?? "",
    cells: cells.map((cell) =>
      cellResults(
        cell,
        references.find(({ point }) => point === cell.point),
      ),
    ),
  };
}
