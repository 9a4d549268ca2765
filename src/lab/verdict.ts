import type { Observed } from "./observed.ts";

type Values = Readonly<Record<string, Observed>>;

/** What a run came to. */
export interface Verdict {
  readonly experiment: string;
  /**
   * Whether every observation is as expected, and none is missing or too many; null when it was not
   * run.
   */
  readonly agrees: boolean | null;
  readonly observed: Values;
  readonly expected: Values;
  /** Why it was not run. */
  readonly skipped?: string;
  /** Why it did not come to its end. */
  readonly error?: string;
  readonly seconds: number;
}

/** Whether nothing is wrong: the kernel agrees, or could not be asked. */
export function isGood({ agrees }: Verdict): boolean {
  return agrees !== false;
}

/** How an observation differs from what is expected of it. */
export interface Difference {
  readonly name: string;
  readonly observed: Observed | undefined;
  readonly expected: Observed | undefined;
}

/** The observations that are not as expected: other values, missing ones, and unexpected ones. */
export function differences({
  observed,
  expected,
}: Pick<Verdict, "observed" | "expected">): Difference[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(observed)]);
  return Array.from(names, (name) => ({
    name,
    observed: observed[name],
    expected: expected[name],
  })).filter((one) => one.observed !== one.expected);
}
