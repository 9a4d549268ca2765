import { repr } from "../python/index.ts";

/** Controls, formats such as those that turn the direction of text, and what breaks lines. */
const NOT_PRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A peer's text for a terminal: one line, with what is not printable as repr prints it. */
export function printable(text: string): string {
  return text.replace(NOT_PRINTABLE, (character) => repr(character).slice(1, -1));
}

/** The same for JSON text, which stays JSON: there such characters stand only within strings. */
export function printableJson(text: string): string {
  return text.replace(NOT_PRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, i) => escapeOf(character.charCodeAt(i))).join(""),
  );
}

function escapeOf(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
