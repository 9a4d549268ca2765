import { ValueError } from "../errors.ts";
import { repr } from "./repr.ts";

// Python's white space includes U+0085 but not the byte order mark.
const INTEGER = /^[\s\x85]*([+-]?\d+(?:_\d+)*)[\s\x85]*$/u;

/**
 * Converts text to an integer, like Python's `int`: digits with an optional sign, with underscores
 * between digits and white space around them.
 *
 * @throws ValueError for anything else
 */
export function int(text: string): number {
  const digits = INTEGER.exec(text)?.[1];
  if (digits === undefined || text.includes("\ufeff")) {
    throw new ValueError(`invalid literal for int() with base 10: ${repr(text)}`);
  }
  // Python has no −0.
  return Number(digits.replaceAll("_", "")) || 0;
}
