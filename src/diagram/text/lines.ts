import type { Row } from "../diagram.ts";
import { rowLines, type Brush } from "./rows.ts";

/** One line of the text: which row it belongs to, and what is in that row's lane. */
export interface Line {
  readonly row: number;
  readonly text: string;
  /** The row's first line, with its time; or one that goes on; or one above it, for a pause. */
  readonly kind: "first" | "further" | "pause";
}

/** All lines of the text, and where each row's first one is. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly firstOf: readonly number[];
}

/** Writes each row in as many lines as it needs in a lane of a width. */
export function linesOf(rows: readonly Row[], width: number, brush: Brush): Lines {
  const lines: Line[] = [];
  const firstOf = rows.map((row, index) => {
    if (row.pause > 0) lines.push({ row: index, text: "", kind: "pause" });
    const first = lines.length;
    for (const [place, text] of rowLines(row, width, brush).entries()) {
      lines.push({ row: index, text, kind: place === 0 ? "first" : "further" });
    }
    return first;
  });
  return { lines, firstOf };
}
