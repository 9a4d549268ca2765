import { packageRoot } from "./commands.ts";
import type { Group, Plan } from "./plan.ts";
import { killAll } from "./processes.ts";
import type { Failure, MeasuredCell } from "./results.ts";
import type { Sample } from "./statistics.ts";
import type { Implementation, Settings } from "./workload.ts";

/** A cell that takes longer than this has failed. */
const CELL_MILLISECONDS = 120_000;

/** A cell that is being measured. */
interface RunningCell extends MeasuredCell {
  readonly samples: Sample[];
  hasFailed: boolean;
}

/** The callbacks that a run reports its progress to. */
export interface Observer {
  begins(cell: MeasuredCell, round: number): void;
  /** Also called for a cell that is left out because it failed earlier or needs no more rounds. */
  ends(cell: MeasuredCell, round: number): void;
  fails(failure: Failure): void;
}

/** A plan and how to run it. */
export interface Run {
  readonly plan: Plan;
  readonly settings: Settings;
  readonly rounds: number;
  readonly observer: Observer;
  /** Ends the run early; what has been measured is kept. */
  readonly signal: AbortSignal;
  /** The time limit for a cell, in milliseconds. */
  readonly limit?: number;
}

/** The result of a run. */
export interface Outcome {
  readonly cells: readonly MeasuredCell[];
  readonly failures: readonly Failure[];
}

function cellsOf(group: Group): RunningCell[] {
  const { workload, point } = group;
  return group.implementations.map((implementation: Implementation) => ({
    workload,
    point,
    implementation,
    samples: [],
    hasFailed: false,
  }));
}

/** Rotates the order from round to round, so that no item always runs first. */
function rotated<Item>(items: readonly Item[], round: number): Item[] {
  const first = (round - 1) % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/**
 * Runs every cell once in each round. The implementations of a point run one after the other, so that a
 * ratio compares values that were measured close together.
 */
export async function runRounds(run: Run): Promise<Outcome> {
  const groups = run.plan.groups.map(cellsOf);
  const failures: Failure[] = [];
  for (let round = 1; round <= run.rounds; round++) {
    for (const cell of groups.flatMap((cells) => rotated(cells, round))) {
      if (run.signal.aborted) break;
      const isDue = round <= (cell.workload.mostRounds ?? run.rounds);
      if (isDue && !cell.hasFailed) await runCell(cell, round, run, failures);
      run.observer.ends(cell, round);
    }
  }
  return { cells: groups.flat(), failures };
}

async function runCell(
  cell: RunningCell,
  round: number,
  run: Run,
  failures: Failure[],
): Promise<void> {
  run.observer.begins(cell, round);
  try {
    const { workload, implementation, point } = cell;
    const values = await limited(workload.measure(implementation, point, run.settings), run);
    cell.samples.push({ round, values });
  } catch (error) {
    // A program that was killed because the user interrupted the run has not failed.
    if (run.signal.aborted) return;
    cell.hasFailed = true;
    const failure = failureOf(cell, round, error);
    failures.push(failure);
    run.observer.fails(failure);
  }
}

function failureOf(cell: MeasuredCell, round: number, error: unknown): Failure {
  return {
    workload: cell.workload.name,
    implementation: cell.implementation.name,
    point: cell.point,
    round,
    // Reports must not contain the path of this installation.
    message: String(error instanceof Error ? error.message : error).replaceAll(packageRoot, ""),
  };
}

/** Waits for a cell. Kills its programs at the time limit or when the run is interrupted. */
async function limited<Result>(measuring: Promise<Result>, run: Run): Promise<Result> {
  const limit = run.limit ?? CELL_MILLISECONDS;
  const { promise, reject } = withReject();
  const timer = setTimeout(() => {
    reject(new Error(`took longer than ${limit / 1000} seconds`));
  }, limit);
  const stop = (): void => {
    reject(new Error("interrupted"));
  };
  run.signal.addEventListener("abort", stop);
  if (run.signal.aborted) stop();
  // After an early end, nothing else handles its rejection.
  measuring.catch(() => undefined);
  try {
    return await Promise.race([measuring, promise]);
  } finally {
    clearTimeout(timer);
    run.signal.removeEventListener("abort", stop);
    killAll();
  }
}

function withReject(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject!: (error: Error) => void;
  const promise = new Promise<never>((_resolve, refuse) => (reject = refuse));
  return { promise, reject };
}
