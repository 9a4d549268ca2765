import type { Experiment } from "./experiment.ts";
import type { Verdict } from "./verdict.ts";

/** Runs an experiment. */
export type Runner = (experiment: Experiment) => Promise<Verdict>;

/**
 * Runs some experiments at a time, and tells of each when it and all before it are done: many wait for
 * the kernel's timers only, and the order of what is told should not depend on that.
 */
export async function runMany(
  experiments: readonly Experiment[],
  run: Runner,
  jobs: number,
  tell: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const verdicts: (Verdict | undefined)[] = experiments.map(() => undefined);
  let next = 0;
  let told = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < experiments.length; index = next++) {
      verdicts[index] = await run(experiments[index]!);
      for (; verdicts[told] !== undefined; told++) tell(verdicts[told]!);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return verdicts as Verdict[];
}
