import { element, textElement } from "./elements.ts";
import { AXIS_X, type Geometry } from "./geometry.ts";
import { colour } from "./style.ts";

/** How to read the picture, in two lines below it. */
export function drawLegend({ height }: Geometry): string[] {
  const first = height - 34;
  const second = height - 14;
  const text = (x: number, y: number, words: string): string =>
    textElement({ x: AXIS_X + x, y: y + 4, class: "small" }, words);
  return [
    element("rect", {
      x: AXIS_X + 8,
      y: first - 6,
      width: 10,
      height: 12,
      rx: 3,
      fill: "url(#waits-server)",
      stroke: colour("server"),
    }),
    text(24, first, "took 1 ms or more"),
    element("rect", {
      x: AXIS_X + 169.5,
      y: first - 6,
      width: 7,
      height: 12,
      rx: 3,
      fill: colour("server"),
    }),
    text(183, first, "something else happened meanwhile"),
    element("circle", { cx: AXIS_X + 412, cy: first, r: 4, fill: colour("server") }),
    text(422, first, "returned at once"),
    text(
      6,
      second,
      "fd 4 LISTEN: the TCP state when the call had returned. Rows are in order of time, not to scale; zigzag: a pause.",
    ),
  ];
}
