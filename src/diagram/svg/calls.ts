import type { Call } from "../../trace/call.ts";
import { formatCall } from "../../trace/format.ts";
import type { Bar, Diagram } from "../diagram.ts";
import { kindOf, noteText, outcomeOf, type Piece } from "../row-text.ts";
import { element, escape, textElement } from "./elements.ts";
import {
  type Geometry,
  LINE_HEIGHT,
  lifelineX,
  type PlacedBadge,
  type PlacedRow,
  textX,
} from "./geometry.ts";
import { colour } from "./style.ts";

const BAR_WIDTH = 10;
const BASELINE = 4;

/** Draws each call as a group: its bar or its point, its text, and its states. */
export function drawCalls(diagram: Diagram, { rows }: Geometry): string[] {
  const barOf = new Map(diagram.bars.map((bar) => [bar.call, bar]));
  const byCall = new Map<Call, PlacedRow[]>();
  for (const place of rows) {
    const { call } = place.row;
    byCall.set(call, [...(byCall.get(call) ?? []), place]);
  }
  return [...byCall].map(([call, places]) => {
    const bar = barOf.get(call);
    const shape = bar === undefined ? drawPoint(places[0]!) : drawBar(bar, rows);
    return element(
      "g",
      { class: "call", "data-side": places[0]!.row.side, "data-number": call.number },
      element("title", {}, escape(formatCall(call))),
      shape,
      ...places.flatMap(drawRow),
    );
  });
}

function drawPoint({ row, y }: PlacedRow): string {
  const outcome = outcomeOf(row.call);
  return element("circle", {
    cx: lifelineX(row.side, row.track),
    cy: y,
    r: 4,
    fill: outcome === "failed" ? colour("failed") : colour(row.side),
  });
}

function drawBar({ side, track, first, last, isBlocked }: Bar, rows: readonly PlacedRow[]): string {
  const top = rows[first]!.y;
  const width = isBlocked ? BAR_WIDTH : BAR_WIDTH - 3;
  return element("rect", {
    x: lifelineX(side, track) - width / 2,
    y: top - 4,
    width,
    height: rows[last]!.y - top + 8,
    rx: 3,
    fill: isBlocked ? `url(#waits-${side})` : colour(side),
    stroke: isBlocked ? colour(side) : undefined,
  });
}

function drawRow({ row, y, lines, badges }: PlacedRow): string[] {
  const anchor = row.side === "server" ? "end" : "start";
  const texts = lines.map((pieces, line) => {
    const spans = pieces.map((piece, index) => drawPiece(row.call, piece, index));
    const attributes = { x: textX(row.side), y: y + BASELINE + line * LINE_HEIGHT };
    return element("text", { ...attributes, "text-anchor": anchor }, ...spans);
  });
  return [...texts, ...badges.map((badge) => drawBadge(badge, y))];
}

function drawPiece(call: Call, { kind, text }: Piece, index: number): string {
  const outcome = outcomeOf(call);
  const name = kind === "answer" ? outcome : kind === "asked" ? "good" : kind;
  const spaced = escape(index === 0 ? text : ` ${text}`);
  return name === "good" ? spaced : element("tspan", { class: name }, spaced);
}

function drawBadge({ note, line, x, width }: PlacedBadge, y: number): string {
  const middle = y + line * LINE_HEIGHT;
  const paint = colour(kindOf(note));
  const box = element("rect", {
    x,
    y: middle - 7.5,
    width,
    height: 15,
    rx: 7.5,
    fill: paint,
    "fill-opacity": note.hasChanged ? "0.18" : "0.06",
    stroke: note.hasChanged ? paint : undefined,
  });
  const name = note.hasChanged ? "now" : undefined;
  const place = { x: x + width / 2, y: middle + 3.6, "text-anchor": "middle" };
  return element(
    "g",
    { class: "badge" },
    box,
    textElement({ ...place, class: name, style: `fill: ${paint}` }, noteText(note)),
  );
}
