import type { Experiment } from "./experiment.ts";
import type { Verdict } from "./verdict.ts";

/** A function that runs an experiment. */
export type Runner = (experiment: Experiment) => Promise<Verdict>;

/**
 * Runs `jobs` experiments at a time, because many only wait for a kernel timer. Verdicts are reported in
 * the order of the experiments, each as soon as all before it are done.
 */
export async function runMany(
  experiments: readonly Experiment[],
  run: Runner,
  jobs: number,
  report: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const verdicts: (Verdict | undefined)[] = experiments.map(() => undefined);
  let next = 0;
  let reported = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < experiments.length; index = next++) {
      verdicts[index] = await run(experiments[index]!);
      for (; verdicts[reported] !== undefined; reported++) report(verdicts[reported]!);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return verdicts as Verdict[];
}
