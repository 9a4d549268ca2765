import type { Observed } from "./observed.ts";

type Values = Readonly<Record<string, Observed>>;

/** The result of a run. */
export interface Verdict {
  readonly experiment: string;
  /**
   * True if every expected observation was made with the expected value, and no other; null if the
   * experiment was skipped.
   */
  readonly agrees: boolean | null;
  readonly observed: Values;
  readonly expected: Values;
  /** Why it was skipped. */
  readonly skipped?: string;
  /** Why it ended early. */
  readonly error?: string;
  readonly seconds: number;
}

/** True if the observations agree, or the experiment was skipped. */
export function isGood({ agrees }: Verdict): boolean {
  return agrees !== false;
}

/** An observation that differs from its expected value. */
export interface Difference {
  readonly name: string;
  readonly observed: Observed | undefined;
  readonly expected: Observed | undefined;
}

/** Returns the observations with another value than expected, missing ones, and unexpected ones. */
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
