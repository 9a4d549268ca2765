import { ValueError } from "../errors.ts";
import { repr } from "./repr.ts";

/**
 * The integer that a text says, as Python's `int`: digits with a sign, underscores between digits
 * and white space around.
 *
 * @throws ValueError for anything else
 */
export function int(text: string): number {
  if (!/^\s*[+-]?\d+(_\d+)*\s*$/u.test(text)) {
    throw new ValueError(`invalid literal for int() with base 10: ${repr(text)}`);
  }
  return Number(text.replaceAll("_", ""));
}
