/**
 * The results of a benchmark: the data behind the tables and the report, as `--json` writes them.
 *
 * @module
 */

import type { Machine } from "./machine.ts";
import { type Sample, summarize, type Summary } from "./statistics.ts";
import type { Judgement } from "./judgement.ts";
import type { Chart, Implementation, Metric, Point, Settings, Workload } from "./workload.ts";

/** A cell, or several, that was skipped. */
export interface Skip {
  /** Absent if it is skipped in every workload. */
  readonly workload?: string;
  readonly implementation: string;
  /** Absent if it is skipped with all data. */
  readonly point?: Point;
  readonly reason: string;
}

/** A cell that failed. It is not run again in later rounds. */
export interface Failure {
  readonly workload: string;
  readonly implementation: string;
  readonly point: Point;
  readonly round: number;
  readonly message: string;
}

/** The results of a cell. */
export interface CellResults {
  readonly implementation: string;
  readonly point: Point;
  /** The values of each round. */
  readonly samples: readonly Sample[];
  /** The summary of each metric by name. */
  readonly summary: Readonly<Record<string, Summary>>;
}

/** The results of a workload. */
export interface WorkloadResults {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly metrics: readonly Metric[];
  readonly charts: readonly Chart[];
  /** The implementations that were measured. */
  readonly implementations: readonly Implementation[];
  /** The reference for the ratios: the workload's first implementation. */
  readonly reference: string;
  readonly cells: readonly CellResults[];
}

/** The results of a whole run. */
export interface Results {
  /** The version of this format. */
  readonly format: 1;
  /** The command that was run. */
  readonly command: string;
  /** The start time, as ISO 8601. */
  readonly date: string;
  /** The duration of the run. */
  readonly seconds: number;
  /** False if it was interrupted. */
  readonly isComplete: boolean;
  readonly rounds: number;
  readonly settings: Settings;
  readonly machine: Machine;
  /** The versions of Node, this package and the others, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly workloads: readonly WorkloadResults[];
  /** The targets, with the measured values. */
  readonly targets: readonly Judgement[];
  readonly skipped: readonly Skip[];
  readonly failures: readonly Failure[];
}

/** A cell with its samples. */
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

/** Summarizes the cells of a workload. Cells that were never measured are left out. */
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
