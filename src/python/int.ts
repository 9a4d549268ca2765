import { ValueError } from "../errors.ts";
import { repr } from "./repr.ts";

// White space is what Python takes for it, which has U+0085 but not the byte order mark.
const INTEGER = /^[\s\x85]*([+-]?\d+(?:_\d+)*)[\s\x85]*$/u;

/**
 * The integer that a text says, as Python's `int`: digits with a sign, underscores between digits
 * and white space around.
 *
 * @throws ValueError for anything else
 */
export function int(text: string): number {
  const digits = INTEGER.exec(text)?.[1];
  if (digits === undefined || text.includes("\ufeff")) {
    throw new ValueError(`invalid literal for int() with base 10: ${repr(text)}`);
  }
  // There is no other zero among the integers than 0.
  return Number(digits.replaceAll("_", "")) || 0;
}
