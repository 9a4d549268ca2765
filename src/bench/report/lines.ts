import type { Markish } from "@observablehq/plot";

import { extentOf, isLogarithmic, logarithmicTicks, marksOf, tickFormat } from "./axes.ts";
import { placeLabels } from "./labels.ts";
import type { Drawing, PlotLibrary, Scale } from "./plot-library.ts";
import type { Mark, Picture, Series } from "./series.ts";
import { colourOf, styleOf } from "./style.ts";

const WIDTH = 780;
const HEIGHT = 420;
const MARGINS = { marginTop: 24, marginBottom: 44, marginLeft: 68, marginRight: 190 };
const LABEL_GAP = 15;
const MOST_TICKS = 9;

type Library = PlotLibrary["marks"];

/** Draws a line for each implementation, on logarithmic axes, with its name at its end. */
export function drawLines(picture: Picture, library: PlotLibrary): Drawing {
  const { marks } = library;
  return library.plot({
    ...scales(picture),
    marks: [
      ...frame(picture, marks),
      ...ends(picture, marks),
      ...lines(picture, marks),
      library.custom((x, y) => nameLabels(picture, library, x, y)),
    ],
  });
}

function positions({ series }: Picture): number[] {
  return [...new Set(marksOf(series).map(({ x }) => x))].sort((one, two) => one - two);
}

function scales(picture: Picture): object {
  const { series, metric } = picture;
  const xs = positions(picture);
  const [low, high] = extentOf(series);
  const isLog = isLogarithmic(series);
  return {
    width: WIDTH,
    height: HEIGHT,
    ...MARGINS,
    x: { type: "log", label: null, domain: [xs[0] ?? 1, xs.at(-1) ?? 1] },
    y: {
      type: isLog ? "log" : "linear",
      domain: isLog ? [low / 1.15, high * 1.15] : [0, high || 1],
      label: null,
      ...(isLog ? { ticks: logarithmicTicks(low / 1.15, high * 1.15, metric.unit) } : {}),
    },
  };
}

/** The grid and the axes with their labels. */
function frame(picture: Picture, plot: Library): Markish[] {
  const { metric, x = "", series } = picture;
  const [low, high] = extentOf(series);
  const yTicks = isLogarithmic(series)
    ? { ticks: logarithmicTicks(low / 1.15, high * 1.15, metric.unit) }
    : {};
  const xs = positions(picture);
  const xTicks = xs.length <= MOST_TICKS ? { ticks: xs } : {};
  const grid = { stroke: "var(--rule)", strokeOpacity: 1 };
  const text = { fill: "var(--faint)", fontSize: 12, label: null };
  return [
    plot.gridY({ ...yTicks, ...grid }),
    plot.gridX({ ...xTicks, ...grid }),
    plot.axisX({
      ...xTicks,
      ...text,
      label: x,
      labelAnchor: "center",
      labelArrow: "none",
      text: (value: number) => value.toLocaleString("en"),
    }),
    plot.axisY({ ...yTicks, ...text, text: tickFormat(metric), tickSize: 0 }),
  ];
}

function lines({ series }: Picture, plot: Library): Markish[] {
  const among = series.map(({ implementation }) => implementation);
  return series.flatMap(({ implementation, marks }) => {
    const stroke = colourOf(implementation.runtime);
    const { dash, shape } = styleOf(implementation, among);
    const place = { x: "x", y: "median" };
    return [
      plot.ruleX(marks, { x: "x", y1: "min", y2: "p95", stroke, strokeOpacity: 0.35 }),
      plot.line(marks, { ...place, stroke, strokeWidth: 1.8, strokeDasharray: dash }),
      plot.dot(marks, { ...place, symbol: shape, r: 3.4, fill: stroke, stroke: "var(--paper)" }),
    ];
  });
}

/** The reasons why lines end early, above their ends. */
function ends(picture: Picture, plot: Library): Markish[] {
  const reasons = new Map<string, number>();
  for (const { end, marks } of picture.series) {
    if (end !== undefined) reasons.set(end, Math.max(reasons.get(end) ?? 0, marks.at(-1)!.x));
  }
  const xs = positions(picture);
  return [...reasons].flatMap(([reason, x], row) => {
    // The text goes to the side with more room.
    const isLeft = x * x < xs[0]! * xs.at(-1)!;
    return [
      plot.ruleX([x], { stroke: "var(--faint)", strokeDasharray: "3 3" }),
      plot.text([x], {
        x: (value: number) => value,
        frameAnchor: "top",
        text: () => (isLeft ? `◂ ${reason}` : `${reason} ▸`),
        textAnchor: isLeft ? "start" : "end",
        dx: isLeft ? 2 : -2,
        dy: -16 + row * 14,
        fontSize: 12,
        fill: "var(--faint)",
      }),
    ];
  });
}

/** The implementations' names at the right, each connected to the end of its line. */
function nameLabels({ series }: Picture, library: PlotLibrary, x: Scale, y: Scale): Drawing {
  const lastOf = ({ marks }: Series): Mark => marks.at(-1)!;
  const placed = placeLabels(series, (one) => y(lastOf(one).median), LABEL_GAP, [
    MARGINS.marginTop,
    HEIGHT - MARGINS.marginBottom,
  ]);
  const labels = library.element("g", { "font-size": 12, "text-anchor": "start" });
  const right = WIDTH - MARGINS.marginRight;
  for (const { item, wanted, y: height } of placed) {
    const colour = colourOf(item.implementation.runtime);
    const start = x(lastOf(item).x) + 6;
    const d = `M${start},${wanted}L${Math.max(start, right + 4)},${wanted}L${right + 20},${height}`;
    const leader = { d, fill: "none", stroke: colour, "stroke-opacity": 0.45 };
    const text = library.element("text", { x: right + 24, y: height, dy: "0.32em", fill: colour });
    text.textContent = item.implementation.name;
    labels.append(library.element("path", { ...leader, "stroke-dasharray": "1 3" }), text);
  }
  return labels;
}
