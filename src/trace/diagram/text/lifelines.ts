import type { Side } from "../../../cli/lanes.ts";
import type { Bar, Diagram } from "../diagram.ts";

/** One line of the text: which row it belongs to, and whether it is the row's first. */
export interface LinePlace {
  readonly row: number;
  readonly isFirst: boolean;
  /** A line above its row, which tells of a pause. */
  readonly isPause: boolean;
}

interface Strokes {
  readonly top: string;
  readonly middle: string;
  readonly bottom: string;
}

const blocked: Strokes = { top: "┏", middle: "┃", bottom: "┗" };
const busy: Strokes = { top: "┌", middle: "│", bottom: "└" };
const IDLE = "┊";
const POINT = "●";

/** How many bars a program has beside each other. */
export function trackCount({ rows }: Diagram, side: Side): number {
  return Math.max(1, ...rows.filter((row) => row.side === side).map(({ track }) => track + 1));
}

/** Draws a program's bars: for each line, a character for each track. */
export function drawLifelines(
  diagram: Diagram,
  side: Side,
  places: readonly LinePlace[],
): string[][] {
  const count = trackCount(diagram, side);
  const lines = places.map(() => Array.from({ length: count }, () => IDLE));
  const bars = diagram.bars.filter((bar) => bar.side === side);
  for (const [index, { row, isFirst }] of places.entries()) {
    const { side: rowSide, part, track } = diagram.rows[row]!;
    if (isFirst && rowSide === side && part === "whole") lines[index]![track] = POINT;
  }
  for (const bar of bars) drawBar(lines, places, bar);
  return lines;
}

function drawBar(lines: string[][], places: readonly LinePlace[], bar: Bar): void {
  const { top, middle, bottom } = bar.isBlocked ? blocked : busy;
  const isStart = ({ row, isFirst }: LinePlace): boolean => row === bar.first && isFirst;
  const isEnd = ({ row, isFirst }: LinePlace): boolean => row === bar.last && isFirst;
  const start = places.findIndex(isStart);
  const end = places.findIndex(isEnd);
  for (let line = start; line <= end; line++) {
    lines[line]![bar.track] = line === start ? top : line === end ? bottom : middle;
  }
}
