/**
 * The space between the lanes of a text, where arrows go from line to line.
 *
 * @module
 */

import type { Side } from "../../programs/lanes.ts";

/** An arrow between two lines of the text, the first above the second. */
export interface Route {
  readonly from: number;
  readonly to: number;
  /** Where it starts. */
  readonly side: Side;
}

/** More arrows beside each other would take the room of the text. */
const MOST_TRACKS = 4;

const LEFT = 1;
const RIGHT = 2;
const UP = 4;
const DOWN = 8;

/** The characters by the directions that they connect. */
const CHARACTERS = " ╴╶─╵┘└┴╷┐┌┬│┤├┼";

/** The drawn space: a text for each line, all of the same width. */
export interface Gutter {
  readonly lines: readonly string[];
  readonly width: number;
  /** How many arrows there was no room for. */
  readonly omitted: number;
}

/** Draws arrows into the space beside `count` lines, each on a track that is free on its way. */
export function drawGutter(routes: readonly Route[], count: number): Gutter {
  const ends: number[] = [];
  const tracks = routes.map(({ from, to }) => {
    const free = ends.findIndex((end) => end < from);
    const track = free === -1 ? ends.length : free;
    if (track >= MOST_TRACKS) return null;
    ends[track] = to;
    return track;
  });
  const width = 2 * Math.max(ends.length, 1) + 1;
  const cells = Array.from({ length: count }, () => Array.from({ length: width }, () => 0));
  const heads = new Map<number, Side>();
  for (const [index, route] of routes.entries()) {
    const track = tracks[index];
    if (track === null || track === undefined) continue;
    drawRoute(cells, route, 2 * track + 1);
    heads.set(route.to, route.side === "server" ? "client" : "server");
  }
  const lines = cells.map((line, index) => write(line, heads.get(index)));
  return { lines, width, omitted: tracks.filter((track) => track === null).length };
}

function drawRoute(cells: number[][], { from, to, side }: Route, column: number): void {
  const isFromServer = side === "server";
  drawAcross(cells[from]!, column, isFromServer, DOWN);
  for (let line = from + 1; line < to; line++) cells[line]![column]! |= UP | DOWN;
  drawAcross(cells[to]!, column, !isFromServer, UP);
}

/** From a track to the edge of a lane. */
function drawAcross(line: number[], column: number, isToServer: boolean, turn: number): void {
  line[column]! |= turn | (isToServer ? LEFT : RIGHT);
  const step = isToServer ? -1 : 1;
  for (let at = column + step; at >= 0 && at < line.length; at += step) line[at]! |= LEFT | RIGHT;
}

function write(line: readonly number[], head: Side | undefined): string {
  const drawn = line.map((directions) => CHARACTERS[directions]!);
  if (head === "server") drawn[0] = "◄";
  if (head === "client") drawn[drawn.length - 1] = "►";
  return drawn.join("");
}
