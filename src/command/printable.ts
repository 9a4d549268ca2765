// What other users, other machines and programs chose: names that a terminal must not obey.

import { repr } from "../python/index.ts";

/** Controls, formats (which hide text or change its direction), line separators, and unassigned. */
const NOT_PRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Returns a text on one line, with each character that is not printable as `repr` escapes it. */
export function printable(text: string): string {
  return text.replace(NOT_PRINTABLE, (character) => repr(character).slice(1, -1));
}

/** Returns a value as JSON on one line, with such characters escaped; it parses to the same value. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(NOT_PRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, i) => escapeOf(character.charCodeAt(i))).join(""),
  );
}

// JSON has escapes for code units only.
function escapeOf(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
