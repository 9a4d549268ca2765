/**
 * The diagram as text: two lanes side by side, the time at the left, arrows in the middle.
 *
 * @module
 */

import { styleText } from "node:util";

import { max } from "d3-array";

import type { Side } from "../../programs/lanes.ts";
import type { Diagram } from "../diagram.ts";
import { formatLength, formatMoment } from "../numbers.ts";
import { drawGutter, type Gutter } from "./gutter.ts";
import { drawLifelines, IDLE, trackCount } from "./lifelines.ts";
import { type Line, type Lines, linesOf } from "./lines.ts";
import { type Brush, pad, plain, sideColours } from "./rows.ts";
import { widthOf } from "../width.ts";

/** How a text is to look. */
export interface TextOptions {
  readonly width: number;
  readonly hasColours: boolean;
}

/** Narrower lanes could not hold a call's name and its result. */
const NARROWEST_LANE = 24;

/** The spaces behind the time, and between a lane and its bars. */
const SPACES = 4;

const LEGEND = "┃ took 1 ms or more   │ something else happened meanwhile   ● returned at once";

/** The lines of the text. */
export function drawText(diagram: Diagram, { width, hasColours }: TextOptions): string[] {
  const brush = hasColours ? styleText : plain;
  if (diagram.rows.length === 0) return ["No system calls were recorded."];
  const frame = frameOf(diagram, width);
  const lines = linesOf(diagram.rows, frame.lane, brush);
  const gutter = drawGutter(routesOf(diagram, lines), lines.lines.length);
  return [
    drawHead(diagram, frame, brush),
    ...drawBody({ diagram, frame, lines, gutter, brush }),
    ...drawFoot(gutter, brush),
  ];
}

/** The widths of the parts. */
interface Frame {
  readonly time: number;
  readonly lane: number;
  /** From one lane to the other: the bars, and the arrows between them. */
  readonly middle: number;
}

function frameOf(diagram: Diagram, width: number): Frame {
  const { rows, arrows } = diagram;
  const times = rows.flatMap((row) => [formatMoment(row.time), pauseText(row.pause)]);
  const time = max(times, (text) => widthOf(text)) ?? 0;
  // How many arrows are beside each other does not depend on how many lines a row has.
  const gutter = drawGutter(arrows, rows.length).width;
  const middle = gutter + trackCount(diagram, "server") + trackCount(diagram, "client");
  const lane = Math.floor((width - time - middle - SPACES) / 2);
  return { time, lane: Math.max(NARROWEST_LANE, lane), middle };
}

function routesOf(
  { arrows }: Diagram,
  { firstOf }: Lines,
): { from: number; to: number; side: Side }[] {
  return arrows.map(({ from, to, side }) => ({ from: firstOf[from]!, to: firstOf[to]!, side }));
}

function drawHead({ lanes }: Diagram, { time, lane, middle }: Frame, brush: Brush): string {
  const [server = "", client = ""] = (["server", "client"] as const).map((side) => {
    const title = lanes.find((one) => one.side === side)?.title ?? "";
    return brush(["bold", sideColours[side]], `${side}: ${title}`);
  });
  return `${"ms".padStart(time)}  ${pad(server, lane)}${" ".repeat(middle + 2)}${client}`;
}

interface Body {
  readonly diagram: Diagram;
  readonly frame: Frame;
  readonly lines: Lines;
  readonly gutter: Gutter;
  readonly brush: Brush;
}

function drawBody({ diagram, frame, lines, gutter, brush }: Body): string[] {
  const server = drawLifelines(diagram, "server", lines);
  const client = drawLifelines(diagram, "client", lines);
  return lines.lines.map((line, index) => {
    const { side } = diagram.rows[line.row]!;
    const parts = [
      brush("dim", timeText(diagram, line).padStart(frame.time)),
      "  ",
      pad(side === "server" ? line.text : "", frame.lane),
      " ",
      paintLifeline(server[index]!, "server", brush),
      gutter.lines[index]!,
      paintLifeline(client[index]!, "client", brush),
      " ",
      side === "client" ? line.text : "",
    ];
    return parts.join("").trimEnd();
  });
}

function paintLifeline(strokes: readonly string[], side: Side, brush: Brush): string {
  const paint = (stroke: string): string =>
    brush(stroke === IDLE ? "gray" : sideColours[side], stroke);
  return strokes.map(paint).join("");
}

function timeText({ rows }: Diagram, { row, kind }: Line): string {
  const { time, pause } = rows[row]!;
  if (kind === "pause") return pauseText(pause);
  return kind === "first" ? formatMoment(time) : "";
}

function pauseText(pause: number): string {
  return pause === 0 ? "" : `⋮ ${formatLength(pause)}`;
}

function drawFoot({ omitted }: Gutter, brush: Brush): string[] {
  const left = omitted === 0 ? [] : [`There was no room for ${omitted} of the arrows.`];
  return ["", brush("dim", LEGEND), ...left];
}
