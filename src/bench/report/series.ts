import { group } from "d3-array";

import type { CellResults, Results, Skip, WorkloadResults } from "../results.ts";
import type { Chart, Implementation, Metric, Point } from "../workload.ts";

/** One value of a line or bar, with its spread. */
export interface Mark {
  /** The position on the x axis; 0 for bars. */
  readonly x: number;
  readonly median: number;
  readonly min: number;
  readonly p95: number;
}

/** The line or bar of an implementation. */
export interface Series {
  readonly implementation: Implementation;
  readonly marks: readonly Mark[];
  /** Why the line ends before the others; undefined if it does not. */
  readonly end?: string;
}

/** A chart with its data. */
export interface Picture {
  readonly title: string;
  readonly metric: Metric;
  /** The letter of the data on the x axis; undefined for bars. */
  readonly x?: string;
  readonly series: readonly Series[];
}

/** Returns the pictures of a workload: one for each chart and each combination of its other data. */
export function picturesOf(workload: WorkloadResults, results: Results): Picture[] {
  const skipped = results.skipped.filter((skip) => skip.workload === workload.name);
  return workload.charts.flatMap((chart) => {
    const own = Object.keys(results.settings.data);
    const where = Object.entries(chart.where ?? {}).filter(([letter, value]) => {
      // If the user chose the data, the value that the chart asks for may not have been measured.
      const isThere = workload.cells.some(({ point }) => point[letter] === value);
      return isThere || !own.includes(letter);
    });
    const cells = workload.cells.filter(
      ({ point, summary }) =>
        summary[chart.metric] !== undefined &&
        (chart.x === undefined || chart.x in point) &&
        where.every(([letter, value]) => point[letter] === value),
    );
    const drawn = withLine(chart, cells);
    return split(drawn, chart, Object.fromEntries(where), cells).map(({ suffix, cells }) =>
      pictureOf({ chart: drawn, suffix, cells, skipped, workload }),
    );
  });
}

/** Turns a chart of lines into one of bars if there is only one point. */
function withLine({ x, ...rest }: Chart, cells: readonly CellResults[]): Chart {
  const places = new Set(cells.map(({ point }) => point[x ?? ""]));
  return x === undefined || places.size < 2 ? rest : { x, ...rest };
}

interface Part {
  readonly suffix: string;
  readonly cells: readonly CellResults[];
}

function split(drawn: Chart, planned: Chart, where: Point, cells: readonly CellResults[]): Part[] {
  const open = (point: Point): [letter: string, value: number][] =>
    Object.entries(point).filter(([letter]) => letter !== drawn.x && !(letter in where));
  const rest = (point: Point, isOnlyPart = false): string =>
    open(point)
      .filter(([letter]) => !isOnlyPart || letter === planned.x)
      .map(([letter, value]) => `${letter} = ${value}`)
      .join(", ");
  const parts = [...group(cells, ({ point }) => rest(point))];
  return parts.map(([place, inPart]) => ({
    suffix: suffixOf(parts.length > 1 ? place : rest(inPart[0]!.point, true)),
    cells: inPart,
  }));
}

function suffixOf(place: string): string {
  return place === "" ? "" : ` (${place})`;
}

interface PictureParts extends Part {
  readonly chart: Chart;
  readonly skipped: readonly Skip[];
  readonly workload: WorkloadResults;
}

function pictureOf({ chart, suffix, cells, skipped, workload }: PictureParts): Picture {
  const { x } = chart;
  const series = workload.implementations
    .map((implementation): Series => {
      const own = cells.filter((cell) => cell.implementation === implementation.name);
      const marks = own.map((cell) => markOf(cell, chart)).sort((one, two) => one.x - two.x);
      const end = x === undefined ? undefined : endOf(implementation, marks, x, skipped);
      return { implementation, marks, ...(end === undefined ? {} : { end }) };
    })
    .filter(({ marks }) => marks.length > 0);
  return {
    title: `${chart.title}${suffix}`,
    metric: workload.metrics.find(({ name }) => name === chart.metric)!,
    ...(x === undefined ? {} : { x }),
    series,
  };
}

function markOf({ point, summary }: CellResults, { metric, x }: Chart): Mark {
  const { median, min, p95 } = summary[metric]!;
  return { x: x === undefined ? 0 : (point[x] ?? 0), median, min, p95 };
}

function endOf(
  { name }: Implementation,
  marks: readonly Mark[],
  x: string,
  skipped: readonly Skip[],
): string | undefined {
  const last = marks.at(-1)?.x ?? 0;
  return skipped.find(
    ({ implementation, point }) => implementation === name && (point?.[x] ?? 0) > last,
  )?.reason;
}
