/**
 * The errors of this system: their numbers and texts, and what this package says of them.
 *
 * @module
 */

import { nearest } from "../../command/nearest.ts";
import * as errno from "../../errno.ts";
import { OSError } from "../../errors.ts";
import { strerror } from "../../syscalls/index.ts";
import type { Explanation, Explanations } from "./explanation.ts";
import { addresses } from "./explanations/addresses.ts";
import { connections } from "./explanations/connections.ts";
import { requests } from "./explanations/requests.ts";
import { resources } from "./explanations/resources.ts";
import { waiting } from "./explanations/waiting.ts";

const explanations: Explanations = {
  ...waiting,
  ...connections,
  ...addresses,
  ...requests,
  ...resources,
};

/** One error of the system. */
export interface ErrorEntry {
  readonly name: string;
  readonly number: number;
  /** What `strerror(3)` says. */
  readonly text: string;
  /** Other names of the number. */
  readonly aliases: readonly string[];
  /** The class that this package and Python raise. */
  readonly exception: string;
  /** Where programs with sockets meet it; null for an error of others. */
  readonly explanation: Explanation | null;
}

const numbers = new Map(
  Object.entries(errno).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
);

/** All errors, by number. */
export function allErrors(): ErrorEntry[] {
  const distinct = [...new Set(numbers.values())].sort((a, b) => a - b);
  return distinct.map((number) => entryOf(number, errno.errorcode.get(number) ?? String(number)));
}

/** The names for which there is an explanation. */
export const explained: readonly string[] = Object.keys(explanations);

/** The error of a name in any case, a number with any sign, or a text of strerror; or undefined. */
export function findError(word: string): ErrorEntry | undefined {
  const name = word.toUpperCase();
  const named = numbers.get(name);
  if (named !== undefined) return entryOf(named, name);
  if (/^-?\d+$/u.test(word)) {
    const number = Math.abs(Number(word));
    const code = errno.errorcode.get(number);
    return code === undefined ? undefined : entryOf(number, code);
  }
  return allErrors().find(({ text }) => text.toLowerCase() === word.toLowerCase());
}

/** The names that a word may have meant, the nearest first. */
export function namesLike(word: string): string[] {
  return nearest(word.toUpperCase(), numbers.keys());
}

function entryOf(number: number, name: string): ErrorEntry {
  const names = [...numbers].filter(([, other]) => other === number).map(([other]) => other);
  // EWOULDBLOCK is explained as EAGAIN, ENOTSUP as EOPNOTSUPP.
  const known = [name, ...names].find((other) => Object.hasOwn(explanations, other));
  return {
    name,
    number,
    text: strerror(number),
    aliases: names.filter((other) => other !== name),
    exception: OSError.from(number).name,
    explanation: known === undefined ? null : explanations[known]!,
  };
}
