import type { Side } from "../../programs/lanes.ts";
import type { Diagram } from "../diagram.ts";
import { formatLength, formatMoment } from "../numbers.ts";
import { element, textElement } from "./elements.ts";
import {
  AXIS_X,
  edgeX,
  type Geometry,
  LIFELINE_TOP,
  lifelineX,
  PAUSE_HEIGHT,
  type PlacedRow,
  WIDTH,
} from "./geometry.ts";
import { colour } from "./style.ts";

const sides = ["server", "client"] as const;

/** What is behind the calls: the names of the lanes, the lines of life and of time, and the pauses. */
export function drawFrame({ lanes }: Diagram, geometry: Geometry): string[] {
  const titles = new Map(lanes.map(({ side, title }) => [side, title]));
  return [
    ...geometry.rows.flatMap(drawPause),
    ...sides.map((side) => drawLifeline(side, geometry)),
    ...sides.flatMap((side) => drawHead(side, titles.get(side) ?? "")),
    drawAxis(geometry),
    ...geometry.rows.map(drawTime),
    textElement({ x: AXIS_X - 8, y: 28, class: "small", "text-anchor": "end" }, "ms"),
  ];
}

/** Shapes that others refer to: the heads of arrows, and the pattern of bars that wait. */
export function drawDefinitions(): string {
  const heads = sides.map((side) =>
    element(
      "marker",
      {
        id: `head-${side}`,
        viewBox: "0 0 8 8",
        refX: 7,
        refY: 4,
        markerWidth: 8,
        markerHeight: 8,
        markerUnits: "userSpaceOnUse",
        orient: "auto",
      },
      element("path", { d: "M0,0L8,4L0,8Z", fill: colour(side) }),
    ),
  );
  const patterns = sides.map((side) =>
    element(
      "pattern",
      {
        id: `waits-${side}`,
        width: 5,
        height: 5,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)",
      },
      element("rect", { width: 5, height: 5, fill: colour("paper") }),
      element("rect", { width: 2.5, height: 5, fill: colour(side), "fill-opacity": "0.55" }),
    ),
  );
  return element("defs", {}, ...heads, ...patterns);
}

function drawHead(side: Side, title: string): string[] {
  const x = lifelineX(side);
  const anchor = side === "server" ? "end" : "start";
  const place = { x: x + (side === "server" ? 6 : -6), y: 28, "text-anchor": anchor };
  const text = `${side}: ${title}`;
  const [left, right] = [Math.min(x, edgeX(side)), Math.max(x, edgeX(side))];
  return [
    textElement({ ...place, class: "title", style: `fill: ${colour(side)}` }, text),
    element("rect", {
      x: left - 6,
      y: 37,
      width: right - left + 12,
      height: 2,
      fill: colour(side),
    }),
  ];
}

function drawLifeline(side: Side, { bottom }: Geometry): string {
  const x = lifelineX(side);
  return element("path", { class: "lifeline", d: `M${x},${LIFELINE_TOP}V${bottom}` });
}

/** A band over both lanes, in which the line of time is torn: its height says nothing. */
function drawPause({ row, pauseTop }: PlacedRow): string[] {
  if (pauseTop === null) return [];
  const y = pauseTop + 3;
  const height = PAUSE_HEIGHT - 6;
  return [
    element("rect", { class: "pause", x: 0, y, width: WIDTH, height }),
    textElement(
      { x: AXIS_X - 8, y: y + height / 2 + 4, class: "small", "text-anchor": "end" },
      formatLength(row.pause),
    ),
  ];
}

function drawAxis({ rows, bottom }: Geometry): string {
  const tears = rows.flatMap(({ pauseTop }) => (pauseTop === null ? [] : [pauseTop]));
  const zigzags = tears.map((top) => {
    const y = top + PAUSE_HEIGHT / 2;
    return `V${y - 8}l-4,3l8,4l-8,4l4,3V${y + 8}`;
  });
  return element("path", {
    class: "axis",
    d: `M${AXIS_X},${LIFELINE_TOP}${zigzags.join("")}V${bottom}`,
  });
}

function drawTime({ row, y }: PlacedRow): string {
  const place = { x: AXIS_X - 8, y: y + 4, class: "small", "text-anchor": "end" };
  return (
    element("path", { class: "axis", d: `M${AXIS_X - 4},${y}h4` }) +
    textElement(place, formatMoment(row.time))
  );
}
