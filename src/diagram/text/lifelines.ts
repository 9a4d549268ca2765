import { max } from "d3-array";

import type { Side } from "../../programs/lanes.ts";
import type { Diagram } from "../diagram.ts";
import type { Lines } from "./lines.ts";

interface Strokes {
  readonly top: string;
  readonly middle: string;
  readonly bottom: string;
}

const blocked: Strokes = { top: "┏", middle: "┃", bottom: "┗" };
const busy: Strokes = { top: "┌", middle: "│", bottom: "└" };
const POINT = "●";

/** What stands where a program is in no call. */
export const IDLE = "┊";

/** How many bars a program has beside each other. */
export function trackCount({ rows }: Diagram, side: Side): number {
  const own = rows.filter((row) => row.side === side);
  return (max(own, ({ track }) => track) ?? 0) + 1;
}

/** Draws a program's bars: for each line, a character for each track. */
export function drawLifelines(diagram: Diagram, side: Side, { lines, firstOf }: Lines): string[][] {
  const count = trackCount(diagram, side);
  const drawn = lines.map(() => Array.from({ length: count }, () => IDLE));
  for (const [index, row] of diagram.rows.entries()) {
    if (row.side === side && row.part === "whole") drawn[firstOf[index]!]![row.track] = POINT;
  }
  for (const bar of diagram.bars.filter((one) => one.side === side)) {
    const { top, middle, bottom } = bar.isBlocked ? blocked : busy;
    const [start, end] = [firstOf[bar.first]!, firstOf[bar.last]!];
    for (let line = start; line <= end; line++) {
      drawn[line]![bar.track] = line === start ? top : line === end ? bottom : middle;
    }
  }
  return drawn;
}
