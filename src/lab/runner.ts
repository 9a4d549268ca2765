import { KeyboardInterrupt } from "../errors.ts";
import type { LabEvent } from "./events.ts";
import type { Experiment } from "./experiment.ts";
import { Lab } from "./lab.ts";
import { expectedHere, reasonToSkip } from "./needs.ts";
import { Stage } from "./stage.ts";
import { differences, type Verdict } from "./verdict.ts";

const DEADLINE_SECONDS = 30;

/** An experiment and how to run it. */
export interface Run {
  readonly experiment: Experiment;
  /** The URL of the experiment's file. Its processes import it to run functions that it exports. */
  readonly module: string;
  readonly report?: (event: LabEvent) => void;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  readonly deadlineSeconds?: number;
}

/**
 * Runs an experiment, and compares its observations with the expected ones. Rejects only with a
 * KeyboardInterrupt: when Ctrl-C arrives during a blocking call of this process, listeners for SIGINT
 * are not called.
 */
export async function runExperiment(run: Run): Promise<Verdict> {
  const { experiment } = run;
  const start = performance.now();
  const expected = expectedHere(experiment) ?? {};
  const skipped = reasonToSkip(experiment);
  const outcome = skipped === undefined ? await perform(run, expected) : { observed: {}, skipped };
  return {
    experiment: experiment.name,
    agrees: agreement(outcome, expected),
    ...outcome,
    expected,
    seconds: Math.round(performance.now() - start) / 1000,
  };
}

type Outcome = Pick<Verdict, "observed" | "skipped" | "error">;

function agreement(
  { observed, skipped, error }: Outcome,
  expected: Verdict["expected"],
): boolean | null {
  if (skipped !== undefined) return null;
  return error === undefined && differences({ observed, expected }).length === 0;
}

async function perform(run: Run, expected: Verdict["expected"]): Promise<Outcome> {
  const report = run.report ?? (() => undefined);
  const stage = new Stage(report);
  const lab = new Lab(stage, run.module, expected, report);
  try {
    await withDeadline(run, stage, async () => {
      await run.experiment.run(lab);
      await stage.end();
    });
    return { observed: lab.observed };
  } catch (error) {
    if (error instanceof KeyboardInterrupt) throw error;
    return { observed: lab.observed, error: (error as Error).message };
  } finally {
    await stage.close();
    lab.close();
  }
}

/** Runs the experiment, and rejects when the deadline passes or the signal is aborted. */
async function withDeadline(run: Run, stage: Stage, action: () => Promise<void>): Promise<void> {
  const interruption = new Error("it was interrupted");
  if (run.signal?.aborted === true) throw interruption;
  const seconds = run.deadlineSeconds ?? DEADLINE_SECONDS;
  let end: (reason: Error) => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => (end = reject));
  const timer = setTimeout(() => {
    const calls = stage.pending.map((call) => `; ${call} has not returned`);
    end(new Error(`it did not end within ${seconds} seconds${calls.join("")}`));
  }, seconds * 1000);
  const interrupt = (): void => {
    end(interruption);
  };
  run.signal?.addEventListener("abort", interrupt);
  const acting = action();
  // After an early end, nothing else handles its rejection.
  acting.catch(() => undefined);
  try {
    await Promise.race([acting, ended]);
  } finally {
    clearTimeout(timer);
    run.signal?.removeEventListener("abort", interrupt);
  }
}
