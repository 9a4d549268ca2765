import { compare, type Difference } from "./compare.ts";
import { partsWays, reasonsOf } from "./differences.ts";
import { isFailure } from "./outcome.ts";
import type { Sides } from "./side.ts";

/** The result of comparing a sequence. */
export interface Verdict {
  /** The first difference that docs/differences.md does not explain. */
  unexpected: Difference | undefined;
  /** The entries of docs/differences.md that explain the other differences. */
  reasons: readonly string[];
  /** Names that the package does not have. */
  missing: readonly string[];
  /** Waits that timed out: the sequence expects something that does not happen. */
  vainWaits: readonly string[];
}

/** Runs a sequence on both sides and classifies the differences. */
export async function check(sides: Sides, steps: readonly string[]): Promise<Verdict> {
  const { cpython, ours } = await sides.run(steps);
  const missing = ours.outcomes.flatMap((outcome) =>
    isFailure(outcome) && outcome.error === "Missing" ? [outcome.message] : [],
  );
  const differences = compare(steps, cpython, ours);
  const vainWaits = steps.filter((step, index) => {
    const outcome = cpython.outcomes[index]!;
    return /^(?:wait|received)\(/u.test(step) && !isFailure(outcome) && outcome.value === false;
  });
  return { ...judge(differences), missing, vainWaits };
}

function judge(differences: readonly Difference[]): Pick<Verdict, "unexpected" | "reasons"> {
  const reasons: string[] = [];
  for (const difference of differences) {
    const found = reasonsOf(difference);
    if (found === undefined) return { unexpected: difference, reasons };
    reasons.push(...found);
    if (partsWays(found)) break;
  }
  return { unexpected: undefined, reasons };
}
