import type { Arrow, Diagram } from "../diagram.ts";
import { element, textElement } from "./elements.ts";
import { type Geometry, lifelineX } from "./geometry.ts";
import { colour } from "./style.ts";

const AWAY = 7;
const LABEL_FROM_START = 0.3;

/** Draws what went from lane to lane. */
export function drawArrows(diagram: Diagram, geometry: Geometry): string[] {
  return diagram.arrows.map((arrow) => drawArrow(arrow, diagram, geometry));
}

function drawArrow(arrow: Arrow, diagram: Diagram, { rows }: Geometry): string {
  const { from, to, side, kind } = arrow;
  const isFromServer = side === "server";
  const end = diagram.rows[to]!;
  const x1 = lifelineX(side, diagram.rows[from]!.track) + (isFromServer ? AWAY : -AWAY);
  const x2 = lifelineX(end.side, end.track) + (isFromServer ? -AWAY : AWAY);
  const [y1, y2] = [rows[from]!.y, rows[to]!.y];
  const line = element("path", {
    class: `arrow ${kind}`,
    d: `M${x1},${y1}L${x2},${y2}`,
    stroke: colour(side),
    "marker-end": `url(#head-${side})`,
  });
  const x = x1 + (x2 - x1) * LABEL_FROM_START;
  const y = y1 + (y2 - y1) * LABEL_FROM_START - 2;
  const place = { x, y, class: "label", "text-anchor": "middle" };
  return element("g", {}, line, textElement(place, labelOf(arrow)));
}

function labelOf({ kind, bytes }: Arrow): string {
  if (kind === "bytes") return `${bytes} B`;
  return kind === "end" ? "end" : "connect";
}
