// Intentional differences from CPython: how to recognise each entry of docs/differences.md, by its
// id.

import { readFileSync } from "node:fs";

import { root } from "../support/programs.ts";
import type { Aspect, Difference } from "./compare.ts";
import { type Failure, isFailure, type Outcome } from "./outcome.ts";

type Matcher = (difference: Difference, aspect: Aspect) => boolean;

/** An expected outcome: a success, or an exception of a class whose message matches. */
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

/** Matches a difference in any aspect, if the step and both outcomes match. */
function between(step: RegExp, cpython: readonly Pattern[], ours: Pattern): Matcher {
  return (difference) =>
    step.test(difference.step) &&
    cpython.some((pattern) => fits(difference.cpython, pattern)) &&
    fits(difference.ours, ours);
}

/** Matches a difference in one aspect of two exceptions. */
function failures(aspect: Aspect, matches: (cpython: Failure, ours: Failure) => boolean): Matcher {
  return ({ cpython, ours }, found) =>
    found === aspect && isFailure(cpython) && isFailure(ours) && matches(cpython, ours);
}

const ANYTHING: Pattern = {};
const ANY_VALUE: Pattern = { value: /^/u };
const RANGE_ERROR: Pattern = { error: ["RangeError"] };
const TYPE_ERROR: Pattern = { error: ["TypeError"] };

/** The matchers by the ids of the entries. */
export const matchers: ReadonlyMap<string, Matcher> = new Map<string, Matcher>([
  [
    "selector-events",
    ({ step, cpython, ours }) => {
      const isRefused = fits(ours, { error: WRONG, message: /^Invalid events|^events must be/u });
      if (/^\w+\.modify\(/u.test(step)) return isRefused;
      return isRefused && fits(cpython, { error: ["ValueError"], message: /: None$/u });
    },
  ],
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
    "whole-floats",
    between(/\de\d/u, [{ error: ["TypeError"], message: /float|integer \(got/u }], RANGE_ERROR),
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
      message: /scopeid must be|eventmask/u,
    }),
  ],
  ["minus-one", between(/^socket\(.*-1\)$/u, [ANY_VALUE], { error: ["OSError"] })],
  [
    "int-or-bytes",
    between(/setsockopt/u, [{ error: ["TypeError"], message: /not 'int'/u }], RANGE_ERROR),
  ],
  [
    "lookup-arguments",
    between(
      /^getaddrinfo\(/u,
      [{ error: ["OSError"], message: /Int or String/u }, { error: ["gaierror"] }],
      { error: ["TypeError"], message: /null characters|port must be/u },
    ),
  ],
  [
    "unpacking",
    between(/create_/u, [{ error: ["ValueError"], message: /values to unpack/u }], TYPE_ERROR),
  ],
  [
    "scope-in-name",
    between(/%lo/u, [{ error: ["OSError"] }], { error: ["OSError"], message: /assign requested/u }),
  ],
  ["undecodable-paths", between(/getsockname/u, [{ value: /^"/u }], { value: /bytes/u })],
  [
    "groups",
    failures(
      "class",
      (cpython, ours) => cpython.error === "ExceptionGroup" && ours.error === "AggregateError",
    ),
  ],
  ["select-modify", between(/\.modify\(/u, [{ value: /"key"/u }], { value: /"key"/u })],
  [
    "select-at-register",
    between(/^\w+\.register\(/u, [{ value: /"key"/u }], {
      error: ["RangeError"],
      message: /filedescriptor out of range|fd must be/u,
    }),
  ],
  [
    "endless-select",
    between(/^\w+\.select\((?:inf|1e300)\)$/u, [{ error: ["OverflowError"] }], ANY_VALUE),
  ],
  ["received-descriptors", between(/^close_on_exec\(fds\[0\]\)$/u, [ANY_VALUE], ANY_VALUE)],
  ["truncated-receive", between(/\.recv(?:from)?\(.*MSG_TRUNC/u, [ANY_VALUE], { value: /bytes/u })],
  ["booleans", between(/\b(?:True|False)\b|setblocking|set_inheritable/u, [ANYTHING], TYPE_ERROR)],
]);

/** Returns the id of the entry that explains a difference; undefined if none does. */
function reasonOf(difference: Difference, aspect: Aspect): string | undefined {
  for (const [id, matches] of matchers) if (matches(difference, aspect)) return id;
  return undefined;
}

/** Returns the ids of the entries that explain a difference; undefined if a part is unexplained. */
export function reasonsOf(difference: Difference): string[] | undefined {
  const reasons = difference.aspects.map((aspect) => reasonOf(difference, aspect));
  return reasons.every((reason) => reason !== undefined) ? reasons : undefined;
}

/** Entries after which both sides are still in the same state. */
const HARMLESS = ["range-error", "argument-wording"];

/** True if the rest of the sequence cannot be compared after this difference. */
export function partsWays(reasons: readonly string[]): boolean {
  return reasons.some((reason) => !HARMLESS.includes(reason));
}

/** Returns the ids in docs/differences.md, which begin the rows of its table. */
export function documentedDifferences(): string[] {
  const text = readFileSync(`${root}docs/differences.md`, "utf8");
  return [...text.matchAll(/^\| `([a-z-]+)`/gmu)].map((match) => match[1]!);
}
