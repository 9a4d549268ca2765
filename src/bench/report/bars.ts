import { max } from "d3-array";

import { formatValue } from "../../command/units.ts";
import { marksOf, tickFormat } from "./axes.ts";
import type { Drawing, PlotLibrary } from "./plot-library.ts";
import type { Picture, Series } from "./series.ts";
import { colourOf } from "./style.ts";

const WIDTH = 560;
const BAR_HEIGHT = 26;
const MARGINS = { marginTop: 6, marginBottom: 30, marginLeft: 160, marginRight: 80 };

/** Draws a bar for each implementation, starting at zero, with its value at the end. */
export function drawBars(picture: Picture, library: PlotLibrary): Drawing {
  const { marks: plot } = library;
  const { metric, series } = picture;
  const name = ({ implementation }: Series): string => implementation.name;
  const colour = ({ implementation }: Series): string => colourOf(implementation.runtime);
  const value = ({ marks }: Series): number => marks[0]!.median;
  return library.plot({
    width: WIDTH,
    height: series.length * BAR_HEIGHT + MARGINS.marginTop + MARGINS.marginBottom,
    ...MARGINS,
    x: { domain: [0, (max(marksOf(series), (mark) => mark.p95) ?? 1) || 1], ticks: 4 },
    y: { domain: series.map(name), label: null },
    marks: [
      plot.gridX({ ticks: 4, stroke: "var(--rule)", strokeOpacity: 1 }),
      plot.axisX({
        ticks: 4,
        tickFormat: tickFormat(metric),
        label: null,
        fontSize: 12,
        fill: "var(--faint)",
      }),
      plot.axisY({ tickSize: 0, fontSize: 12, fill: "var(--ink)" }),
      ...series.map((one) =>
        plot.barX([one], {
          x: value,
          y: name,
          fill: colour(one),
          fillOpacity: 0.85,
          insetTop: 4,
          insetBottom: 4,
        }),
      ),
      plot.ruleY(series, {
        x1: ({ marks }: Series) => marks[0]!.min,
        x2: ({ marks }: Series) => marks[0]!.p95,
        y: name,
        stroke: "var(--ink)",
        strokeOpacity: 0.55,
      }),
      plot.text(series, {
        x: ({ marks }: Series) => marks[0]!.p95,
        y: name,
        text: (one: Series) => formatValue(value(one), metric.unit),
        textAnchor: "start",
        dx: 6,
        fontSize: 11.5,
        fill: "var(--ink)",
      }),
    ],
  });
}
