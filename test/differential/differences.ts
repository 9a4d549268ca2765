// What differs from CPython on purpose: how to tell each entry of docs/differences.md by its id.

import { readFileSync } from "node:fs";

import { root } from "../support/programs.ts";
import type { Aspect, Difference } from "./compare.ts";
import { type Failure, isFailure, type Outcome } from "./outcome.ts";

type Matcher = (difference: Difference, aspect: Aspect) => boolean;

/** What an outcome is to be: a success, or an exception of a class whose message matches. */
interface Pattern {
  readonly value?: RegExp;
  readonly error?: readonly string[];
  readonly message?: RegExp;
}

const RANGE = ["ValueError", "OverflowError", "UnicodeError", "UnicodeEncodeError"];
const WRONG = [...RANGE, "TypeError", "RangeError"];

function fits(outcome: Outcome, { value, error, message }: Pattern): boolean {
  if (value === undefined && error === undefined) return true;
  if (!isFailure(outcome)) return value?.test(JSON.stringify(outcome.value)) ?? false;
  return error?.includes(outcome.error) === true && (message?.test(outcome.message) ?? true);
}

/** A difference in any aspect, of a step that matches, between outcomes that do. */
function between(step: RegExp, cpython: readonly Pattern[], ours: Pattern): Matcher {
  return (difference) =>
    step.test(difference.step) &&
    cpython.some((pattern) => fits(difference.cpython, pattern)) &&
    fits(difference.ours, ours);
}

/** A difference in one aspect of two exceptions. */
function failures(aspect: Aspect, matches: (cpython: Failure, ours: Failure) => boolean): Matcher {
  return ({ cpython, ours }, found) =>
    found === aspect && isFailure(cpython) && isFailure(ours) && matches(cpython, ours);
}

const ANYTHING: Pattern = {};
const ANY_VALUE: Pattern = { value: /^/u };
const RANGE_ERROR: Pattern = { error: ["RangeError"] };
const TYPE_ERROR: Pattern = { error: ["TypeError"] };

/** The entries by their ids. */
export const matchers: ReadonlyMap<string, Matcher> = new Map<string, Matcher>([
  [
    "range-error",
    failures(
      "class",
      (cpython, ours) => RANGE.includes(cpython.error) && ours.error === "RangeError",
    ),
  ],
  [
    "argument-wording",
    failures(
      "message",
      (cpython, ours) => WRONG.includes(cpython.error) && WRONG.includes(ours.error),
    ),
  ],
  [
    "fractions",
    between(/\d\.\d|\de\d/u, [{ error: ["TypeError"], message: /float/u }], RANGE_ERROR),
  ],
  [
    "lists",
    between(/\['/u, [{ error: ["TypeError"], message: /must be tuple, not list/u }], {
      ...ANY_VALUE,
      error: ["BrokenPipeError", "gaierror"],
    }),
  ],
  [
    "port-before-name",
    between(/^/u, [{ error: ["gaierror"] }], { error: ["RangeError"], message: /port must be/u }),
  ],
  [
    "unsigned-parts",
    between(/^/u, [ANY_VALUE, { error: ["OSError"] }], {
      error: ["RangeError"],
      message: /scopeid must be/u,
    }),
  ],
  ["minus-one", between(/^socket\(.*-1\)$/u, [ANY_VALUE], { error: ["OSError"] })],
  [
    "int-or-bytes",
    between(/setsockopt/u, [{ error: ["TypeError"], message: /not 'int'/u }], RANGE_ERROR),
  ],
  ["booleans", between(/\bTrue\b|setblocking|set_inheritable/u, [ANYTHING], TYPE_ERROR)],
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

/** The entries after which both sides are still in the same state. */
const HARMLESS = ["range-error", "argument-wording"];

/** True when what comes after the difference cannot be compared. */
export function partsWays(reasons: readonly string[]): boolean {
  return reasons.some((reason) => !HARMLESS.includes(reason));
}

/** The ids in the document, which begin the rows of its table. */
export function documentedDifferences(): string[] {
  const text = readFileSync(`${root}docs/differences.md`, "utf8");
  return [...text.matchAll(/^\| `([a-z-]+)`/gmu)].map((match) => match[1]!);
}
