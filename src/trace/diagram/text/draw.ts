/**
 * The diagram as text: two lanes side by side, the time at the left, arrows in the middle.
 *
 * @module
 */

import { styleText } from "node:util";

import stringWidth from "string-width";

import type { Side } from "../../../cli/lanes.ts";
import type { Diagram } from "../diagram.ts";
import { formatLength, formatMoment } from "../numbers.ts";
import { drawGutter, type Gutter } from "./gutter.ts";
import { drawLifelines, type LinePlace, trackCount } from "./lifelines.ts";
import { type Brush, pad, plain, rowLines, sideColours } from "./rows.ts";

/** How a text is to look. */
export interface TextOptions {
  readonly width: number;
  readonly hasColours: boolean;
}

/** Narrower lanes could not hold a call's name and its result. */
const NARROWEST_LANE = 24;

/** The lines of the text. */
export function drawText(diagram: Diagram, { width, hasColours }: TextOptions): string[] {
  const brush = hasColours ? styleText : plain;
  if (diagram.rows.length === 0) return ["No system calls were recorded."];
  return new TextDrawing(diagram, width, brush).lines();
}

class TextDrawing {
  readonly #diagram: Diagram;
  readonly #paint: Brush;
  readonly #timeWidth: number;
  readonly #laneWidth: number;
  readonly #texts: string[][];
  readonly #places: LinePlace[];
  readonly #gutter: Gutter;

  constructor(diagram: Diagram, width: number, brush: Brush) {
    this.#diagram = diagram;
    this.#paint = brush;
    const times = diagram.rows.flatMap(({ time, pause }) => [formatMoment(time), pauseText(pause)]);
    this.#timeWidth = Math.max(...times.map((text) => stringWidth(text)), 3);
    // The gutter's width does not depend on how many lines a row has.
    const gutterWidth = drawGutter(diagram.arrows, diagram.rows.length).width;
    const bars = trackCount(diagram, "server") + trackCount(diagram, "client");
    const room = width - this.#timeWidth - bars - gutterWidth - 4;
    this.#laneWidth = Math.max(NARROWEST_LANE, Math.floor(room / 2));
    this.#texts = diagram.rows.map((row, index) => {
      const bar = row.part === "end" ? diagram.bars.find(({ last }) => last === index) : undefined;
      return rowLines(row, bar?.isBlocked === true, this.#laneWidth, brush);
    });
    this.#places = placesOf(diagram, this.#texts);
    this.#gutter = drawGutter(this.#routes(), this.#places.length);
  }

  lines(): string[] {
    return [...this.#heads(), ...this.#body(), ...this.#foot()];
  }

  #routes(): { from: number; to: number; side: Side }[] {
    const lineOf = this.#diagram.rows.map((_, row) =>
      this.#places.findIndex((place) => place.row === row && place.isFirst),
    );
    return this.#diagram.arrows.map(({ from, to, side }) => ({
      from: lineOf[from]!,
      to: lineOf[to]!,
      side,
    }));
  }

  #heads(): string[] {
    const [server = "", client = ""] = (["server", "client"] as const).map((side) => {
      const title = this.#diagram.lanes.find((lane) => lane.side === side)?.title ?? "";
      return this.#paint(["bold", sideColours[side]], `${side}: ${title}`);
    });
    const bars = trackCount(this.#diagram, "server") + trackCount(this.#diagram, "client");
    const between = " ".repeat(bars + this.#gutter.width + 2);
    const head = `${"ms".padStart(this.#timeWidth)}  ${pad(server, this.#laneWidth)}${between}${client}`;
    return [head];
  }

  #body(): string[] {
    const server = drawLifelines(this.#diagram, "server", this.#places);
    const client = drawLifelines(this.#diagram, "client", this.#places);
    return this.#places.map((place, line) => {
      const row = this.#diagram.rows[place.row]!;
      const text = place.isPause ? "" : this.#texts[place.row]![line - this.#firstLine(place.row)]!;
      const left = row.side === "server" ? text : "";
      const right = row.side === "client" ? text : "";
      return [
        this.#paint("dim", this.#time(place).padStart(this.#timeWidth)),
        "  ",
        pad(left, this.#laneWidth),
        " ",
        this.#paint(sideColours.server, server[line]!.join("")),
        this.#gutter.lines[line]!,
        this.#paint(sideColours.client, client[line]!.join("")),
        " ",
        right,
      ]
        .join("")
        .trimEnd();
    });
  }

  #firstLine(row: number): number {
    return this.#places.findIndex((place) => place.row === row && place.isFirst);
  }

  #time({ row, isFirst, isPause }: LinePlace): string {
    const { time, pause } = this.#diagram.rows[row]!;
    if (isPause) return pauseText(pause);
    return isFirst ? formatMoment(time) : "";
  }

  #foot(): string[] {
    const { omitted } = this.#gutter;
    return omitted === 0 ? [] : ["", `There was no room for ${omitted} arrows.`];
  }
}

function pauseText(pause: number): string {
  return pause === 0 ? "" : `⋮ ${formatLength(pause)}`;
}

function placesOf({ rows }: Diagram, texts: readonly string[][]): LinePlace[] {
  return rows.flatMap(({ pause }, row) => {
    const pauses = pause === 0 ? [] : [{ row, isFirst: false, isPause: true }];
    const lines = texts[row]!.map((_, index) => ({ row, isFirst: index === 0, isPause: false }));
    return [...pauses, ...lines];
  });
}
