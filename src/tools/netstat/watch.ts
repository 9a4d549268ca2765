import wrapAnsi from "wrap-ansi";

import { print } from "../../python/index.ts";
import { select } from "../../select/index.ts";

const SECONDS = 1;
const HOME = "\u001B[H";
const CLEAR_LINE = "\u001B[K";
const CLEAR_REST = "\u001B[J";

/**
 * Shows what `look` returns, once a second; on a terminal each time in the same place.
 *
 * @throws KeyboardInterrupt at Ctrl-C
 */
export function watch(look: () => string[], stream: NodeJS.WriteStream): never {
  while (true) {
    const lines = look();
    if (stream.isTTY) draw(lines, stream);
    else printLines(lines);
    select([], [], [], SECONDS);
  }
}

/** Prints lines, in one go. */
export function printLines(lines: readonly string[]): void {
  if (lines.length > 0) print(lines.join("\n"));
}

function draw(lines: readonly string[], stream: NodeJS.WriteStream): void {
  // Asked each time: this loop leaves Node no time to hear of a new size.
  const [columns, rows] = stream.getWindowSize();
  const shown = fitted(lines, rows - 1).map((line) => cut(line, columns));
  const text = shown.map((line) => `${line}${CLEAR_LINE}`).join("\n");
  print(`${HOME}${text}\n${CLEAR_REST}${HOME}\u001B[${shown.length}B`);
}

function cut(line: string, columns: number): string {
  return wrapAnsi(line, columns, { hard: true, trim: false, wordWrap: false }).split("\n")[0] ?? "";
}

function fitted(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines;
  const rest = lines.length - rows + 1;
  return [...lines.slice(0, rows - 1), `… and ${rest} more`];
}
