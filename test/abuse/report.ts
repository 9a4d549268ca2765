// The report of a run: a table and notes for the documentation, and a line of JSON.

import { readFileSync, writeFileSync } from "node:fs";

import { markdownTable } from "markdown-table";

import { megabytes, type Result } from "./result.ts";

const BEGINNING = "<!-- results -->";
const END = "<!-- end of results -->";

const thousands = (count: number): string => count.toLocaleString("en");

function row(result: Result): string[] {
  return [
    result.name,
    `${Math.round(result.seconds)} s`,
    thousands(result.held),
    thousands(result.served),
    String(result.wrong),
    String(result.lost),
    `${thousands(Math.round(result.largestDelay))} ms`,
    `${megabytes(result.peakMemory)} of ${megabytes(result.memoryBound)}`,
    `${result.descriptorsBefore} / ${result.descriptorsAfter}`,
    result.problems.length === 0 ? "good" : "BAD",
  ];
}

/** Returns the results in Markdown. */
export function summary(results: readonly Result[]): string {
  const titles = [
    "scenario",
    "time",
    "connections held",
    "messages served",
    "wrong",
    "lost",
    "largest delay",
    "peak memory, bound",
    "descriptors before / after",
    "verdict",
  ];
  const align = ["l", ...titles.slice(1, -1).map(() => "r"), "l"];
  const table = markdownTable([titles, ...results.map(row)], { align });
  const notes = results.flatMap(({ name, title, notes: lines }) => [
    `- **${name}** (${title}): ${lines.join("; ")}.`,
  ]);
  return [table, "", ...notes].join("\n");
}

/** Replaces the results between the markers of a page. */
export function writeReport(file: string, command: string, results: readonly Result[]): void {
  const page = readFileSync(file, "utf8");
  const [before, rest] = page.split(BEGINNING);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no ${BEGINNING}`);
  const text = `\`${command}\`\n\n${summary(results)}`;
  writeFileSync(file, `${before}${BEGINNING}\n\n${text}\n\n${END}${after}`);
}
