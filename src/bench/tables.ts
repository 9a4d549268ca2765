import { group } from "d3-array";
import { markdownTable } from "markdown-table";
import stringWidth from "string-width";

import type { CellResults, WorkloadResults } from "./results.ts";
import { formatRatio, formatValue } from "../command/units.ts";
import type { Metric } from "./workload.ts";

/** A table of text, for a terminal, Markdown or HTML. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** A column: numbers are aligned right, text left. */
interface Column {
  readonly title: string;
  readonly isNumber: boolean;
}

const text = (title: string): Column => ({ title, isNumber: false });
const number = (title: string): Column => ({ title, isNumber: true });

const figures = ["median", "min", "p95", "ratio", "values"].map(number);

/** The letters of the data in these cells. */
function lettersOf(cells: readonly CellResults[]): string[] {
  return [...new Set(cells.flatMap(({ point }) => Object.keys(point)))];
}

/** The figures of a cell for a metric; undefined if it was not measured. */
function figuresOf(cell: CellResults, { name, unit }: Metric): string[] | undefined {
  const summary = cell.summary[name];
  if (summary === undefined) return undefined;
  const { median, min, p95, ratio, count } = summary;
  const values = [median, min, p95].map((value) => formatValue(value, unit));
  return [...values, formatRatio(ratio), String(count)];
}

function describe({ title, better }: Metric): string {
  return `${title} (${better} is better)`;
}

/** Returns the tables of a workload: one for each metric or for each point, whichever are fewer. */
export function tablesOf(workload: WorkloadResults): Table[] {
  const points = group(workload.cells, ({ point }) => JSON.stringify(point));
  const tables =
    points.size < workload.metrics.length
      ? [...points.values()].map((cells) => pointTable(workload.metrics, cells))
      : workload.metrics.map((metric) => metricTable(metric, workload.cells));
  return tables.filter(({ rows }) => rows.length > 0);
}

function metricTable(metric: Metric, cells: readonly CellResults[]): Table {
  const letters = lettersOf(cells);
  const rows = cells.flatMap((cell) => {
    const values = figuresOf(cell, metric);
    const place = letters.map((letter) => String(cell.point[letter] ?? ""));
    return values === undefined ? [] : [[...place, cell.implementation, ...values]];
  });
  const columns = [...letters.map(number), text("implementation"), ...figures];
  return { title: describe(metric), columns, rows };
}

function pointTable(metrics: readonly Metric[], cells: readonly CellResults[]): Table {
  const rows = metrics.flatMap((metric) =>
    cells.flatMap((cell) => {
      const values = figuresOf(cell, metric);
      return values === undefined ? [] : [[describe(metric), cell.implementation, ...values]];
    }),
  );
  const columns = [text("metric"), text("implementation"), ...figures];
  const place = Object.entries(cells[0]?.point ?? {}).map(
    ([letter, value]) => `${letter}=${value}`,
  );
  return { title: place.join(" "), columns, rows };
}

/** Formats a table as aligned Markdown, which is also readable on a terminal. */
export function layOut({ columns, rows }: Table): string {
  const header = columns.map(({ title }) => title);
  const align = columns.map(({ isNumber }) => (isNumber ? "right" : "left"));
  return markdownTable([header, ...rows], { align, stringLength: stringWidth });
}
