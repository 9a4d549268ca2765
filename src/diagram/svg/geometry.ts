import type { Side } from "../../programs/lanes.ts";
import type { Diagram, Row } from "../diagram.ts";
import { noteText, lineText, type Piece, piecesOf } from "../row-text.ts";

/** The width of a character of the text, as monospaced fonts have it at most. */
const CHARACTER = 7.23;

/** The width of a character in a badge. */
const BADGE_CHARACTER = 6.33;

const BADGE_PADDING = 6;
const BADGE_GAP = 4;
const LANE = 414;
const GUTTER = 86;
const AXIS = 70;
const MARGIN = 14;
const TRACK = 12;
const TOP = 64;
const ROW = 21;
const NEXT_LINE = 17;
const PAUSE = 30;
const FOOT = 62;

/** A badge beside a call: a state. */
export interface PlacedBadge {
  readonly note: Row["states"][number];
  readonly line: number;
  readonly x: number;
  readonly width: number;
}

/** A row with its place. */
export interface PlacedRow {
  readonly row: Row;
  /** The middle of its first line. */
  readonly y: number;
  readonly lines: readonly (readonly Piece[])[];
  readonly badges: readonly PlacedBadge[];
  /** The top of the pause above it, if there is one. */
  readonly pauseTop: number | null;
}

/** Where everything is. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly PlacedRow[];
  readonly bottom: number;
}

/** The picture's width. */
export const WIDTH = AXIS + LANE + GUTTER + LANE + MARGIN;
/** Where the line of time is. */
export const AXIS_X = AXIS - 6;
/** The upper end of the lifelines. */
export const LIFELINE_TOP = TOP - 22;
/** How high the band of a pause is. */
export const PAUSE_HEIGHT = PAUSE;
/** How far a row's second line is below its first. */
export const LINE_HEIGHT = NEXT_LINE;

/** The middle of a program's bars: those of more threads stand beside the first, away from the text. */
export function lifelineX(side: Side, track = 0): number {
  return side === "server" ? AXIS + LANE + track * TRACK : AXIS + LANE + GUTTER - track * TRACK;
}

/** Where a program's text begins, or ends if it is the server's. */
export function textX(side: Side): number {
  return lifelineX(side) + (side === "server" ? -13 : 13);
}

/** The outer edge of a lane. */
export function edgeX(side: Side): number {
  return side === "server" ? AXIS : WIDTH - MARGIN;
}

/** Places all rows, one below the other. */
export function placeRows({ rows }: Diagram): Geometry {
  let y = TOP;
  const placed = rows.map((row): PlacedRow => {
    const pauseTop = row.pause === 0 ? null : y - ROW / 2;
    if (pauseTop !== null) y += PAUSE;
    const lines = piecesOf(row, Math.floor((LANE - 17) / CHARACTER));
    const badges = placeBadges(row, lines);
    const last = Math.max(lines.length - 1, ...badges.map(({ line }) => line));
    const place = { row, y, lines, badges, pauseTop };
    y += ROW + last * NEXT_LINE;
    return place;
  });
  return { width: WIDTH, height: y + FOOT, rows: placed, bottom: y - ROW / 2 + 4 };
}

/** Badges stand at the outer edge, in the last line of the text if they fit, or below it. */
function placeBadges(row: Row, lines: readonly (readonly Piece[])[]): PlacedBadge[] {
  let line = lines.length - 1;
  let taken = lineText(lines[line]!).length * CHARACTER + 24;
  let offset = 0;
  return row.states.map((note) => {
    const width = noteText(note).length * BADGE_CHARACTER + 2 * BADGE_PADDING;
    if (taken + offset + width > LANE && (taken > 24 || offset > 0)) {
      line++;
      taken = 24;
      offset = 0;
    }
    const edge = edgeX(row.side);
    const x = row.side === "server" ? edge + offset : edge - offset - width;
    offset += width + BADGE_GAP;
    return { note, line, x, width };
  });
}
