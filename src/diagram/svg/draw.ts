/**
 * The diagram as a picture that needs nothing else: SVG with its colours for light and dark pages.
 *
 * @module
 */

import type { Diagram } from "../diagram.ts";
import { formatLength } from "../numbers.ts";
import { drawArrows } from "./arrows.ts";
import { drawCalls } from "./calls.ts";
import { element, escape } from "./elements.ts";
import { drawDefinitions, drawFrame } from "./frame.ts";
import { placeRows } from "./geometry.ts";
import { drawLegend } from "./legend.ts";
import { colour, styleSheet } from "./style.ts";

/** The text of an SVG file. */
export function drawSvg(diagram: Diagram): string {
  const geometry = placeRows(diagram);
  const { width, height } = geometry;
  const head = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": "title description",
  };
  const content = [
    element("title", { id: "title" }, escape(titleOf(diagram))),
    element("desc", { id: "description" }, escape(descriptionOf(diagram))),
    element("style", {}, escape(styleSheet)),
    drawDefinitions(),
    element("rect", { width, height, rx: 6, fill: colour("paper") }),
    ...drawFrame(diagram, geometry),
    ...drawArrows(diagram, geometry),
    ...drawCalls(diagram, geometry),
    ...drawLegend(geometry),
  ];
  return `${element("svg", head, "\n", content.join("\n"), "\n")}\n`;
}

function titleOf({ lanes }: Diagram): string {
  return `System calls of ${lanes.map(({ title }) => title).join(" and ")}`;
}

function descriptionOf({ lanes, rows }: Diagram): string {
  const counts = lanes.map(({ side, calls }) => `the ${side} made ${calls.length} system calls`);
  const time = rows.at(-1)?.time ?? 0;
  return `A sequence diagram with two lanes: ${counts.join(", ")}, in ${formatLength(time)}.`;
}
