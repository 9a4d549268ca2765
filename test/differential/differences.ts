// What differs from CPython on purpose: how to tell each entry of docs/differences.md by its id.

import { readFileSync } from "node:fs";

import { root } from "../support/programs.ts";
import type { Aspect, Difference } from "./compare.ts";
import { type Failure, isFailure } from "./outcome.ts";

type Matcher = (difference: Difference, aspect: Aspect) => boolean;

/** Matches two exceptions. */
function failures(
  aspects: readonly Aspect[],
  matches: (cpython: Failure, ours: Failure, difference: Difference) => boolean,
): Matcher {
  return (difference, aspect) => {
    const { cpython, ours } = difference;
    if (!aspects.includes(aspect) || !isFailure(cpython) || !isFailure(ours)) return false;
    return matches(cpython, ours, difference);
  };
}

const RANGE = ["ValueError", "OverflowError"];
const refusals = [...RANGE, "TypeError", "UnicodeEncodeError", "UnicodeError"];

/** The entries by their ids. */
export const matchers: ReadonlyMap<string, Matcher> = new Map<string, Matcher>([
  [
    "range-error",
    failures(
      ["class"],
      (cpython, ours) => RANGE.includes(cpython.error) && ours.error === "RangeError",
    ),
  ],
  [
    "argument-wording",
    failures(
      ["message"],
      (cpython, ours) =>
        refusals.includes(cpython.error) && ["RangeError", "TypeError"].includes(ours.error),
    ),
  ],
]);

/** The entry of the document that says why; undefined for a difference that nobody wants. */
function reasonOf(difference: Difference, aspect: Aspect): string | undefined {
  for (const [id, matches] of matchers) if (matches(difference, aspect)) return id;
  return undefined;
}

/** The ids of the entries that a difference comes from; undefined when a part of it is unexpected. */
export function reasonsOf(difference: Difference): string[] | undefined {
  const reasons = difference.aspects.map((aspect) => reasonOf(difference, aspect));
  return reasons.every((reason) => reason !== undefined) ? reasons : undefined;
}

/** The ids in the document, which begin the rows of its table. */
export function documentedDifferences(): string[] {
  const text = readFileSync(`${root}docs/differences.md`, "utf8");
  return [...text.matchAll(/^\| `([a-z-]+)`/gmu)].map((match) => match[1]!);
}
