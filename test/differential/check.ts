import { compare, type Difference } from "./compare.ts";
import { partsWays, reasonsOf } from "./differences.ts";
import { isFailure } from "./outcome.ts";
import type { Sides } from "./side.ts";

/** What became of a sequence. */
export interface Verdict {
  /** The first difference that no entry of the document accounts for. */
  unexpected: Difference | undefined;
  /** The entries of the document that it came upon. */
  reasons: readonly string[];
  /** The names that the package does not have. */
  missing: readonly string[];
  /** Waits for what never came: the sequence expects what does not happen. */
  vainWaits: readonly string[];
}

/** Runs a sequence on both sides and judges what differs. */
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
