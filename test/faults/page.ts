// docs/fault-injection-results.md: calls × errnos × verdict.

import { writeFileSync } from "node:fs";

import { markdownTable } from "markdown-table";
import * as prettier from "prettier";

import { root } from "../support/programs.ts";
import { table } from "./errnos.ts";
import type { MethodRun } from "./methods/run.ts";
import { actionText, type Kind, type Result } from "./programs/cell.ts";
import { holds } from "./programs/rules.ts";
import type { Comparison } from "./programs/strace.ts";

const PAGE = `${root}docs/fault-injection-results.md`;

const INTRODUCTION = `<!-- Written by npm run faults. -->

# Fault injection: results

[Fault injection](fault-injection.md) explains what is tried and what must hold. “At most 1 byte” means that the call
transferred only so many bytes, “20 ms late” that it took so much longer.
`;

/** The results of a complete run. */
export interface Findings {
  readonly results: readonly Result[];
  readonly methods: MethodRun;
  readonly comparisons: readonly Comparison[];
  readonly seconds: number;
}

const COSTS: readonly Kind[] = ["unharmed", "a connection ended", "the program ended"];

/** Returns the figures of a run on one line. */
export function summaryOf({ results, methods, comparisons, seconds }: Findings): string {
  const counted = results.reduce((sum, { happened }) => sum + happened, 0);
  const counts = [...COSTS, "not reached"].map(
    (kind) => `${results.filter((result) => result.kind === kind).length} ${kind}`,
  );
  const failed = results.filter(({ cell, kind }) => !holds(cell, kind)).length;
  const tried = methods.cells.filter(({ outcome }) => outcome.happened > 0).length;
  const agreed = comparisons.filter(({ strace, shim }) => strace === shim).length;
  return (
    `${results.length} runs of programs with ${counted} faults: ${counts.join(", ")}, ${failed} failed; ` +
    `${tried} faults of methods, ${methods.compared} compared with CPython: ${methods.wrong.length} failed; ` +
    `${agreed} of ${comparisons.length} faults had the same outcome under strace; ${Math.round(seconds)} s`
  );
}

/** Writes the page from the results. */
export async function writePage(findings: Findings): Promise<void> {
  const page = [
    `${INTRODUCTION}\n${summaryOf(findings)}.\n`,
    programsPart(findings.results),
    methodsPart(findings),
    errnosPart(),
  ].join("");
  const config = await prettier.resolveConfig(PAGE);
  writeFileSync(PAGE, await prettier.format(page, { ...config, parser: "markdown" }));
}

/** Returns a table for each program. */
export function programsPart(results: readonly Result[]): string {
  const names = [...new Set(results.map(({ cell }) => cell.program.name))];
  const sections = names.map((name) => {
    const own = results.filter(({ cell }) => cell.program.name === name);
    const keys = [...new Set(own.map(({ cell }) => `${cell.phase} ${cell.fault.call}`))];
    const rows = keys.map((key) =>
      rowOf(own.filter(({ cell }) => key === `${cell.phase} ${cell.fault.call}`)),
    );
    const head = [
      "while it",
      "call",
      "runs",
      "costs nothing",
      "costs a connection",
      "ends it",
      "verdict",
    ];
    return `\n### ${name}\n\n${markdownTable([head, ...rows])}\n`;
  });
  return `\n## Programs\n${sections.join("")}`;
}

const PHASES = { start: "starts", serve: "serves", stop: "stops", run: "runs" } as const;

function rowOf(results: readonly Result[]): string[] {
  const { cell } = results[0]!;
  const reached = results.filter(({ kind }) => kind !== "not reached");
  const failed = reached.filter((result) => !holds(result.cell, result.kind));
  return [
    PHASES[cell.phase],
    `\`${cell.fault.call}\``,
    String(reached.length),
    ...COSTS.map((kind) => actionsOf(reached, kind)),
    failed.length === 0 ? "holds" : `FAILS: ${failed.map(({ kind }) => kind).join(", ")}`,
  ];
}

/** Returns the faults whose worst outcome was `kind`. */
function actionsOf(results: readonly Result[], kind: Kind): string {
  const worst = new Map<string, number>();
  for (const { cell, kind: found } of results) {
    const action = actionText(cell.fault);
    worst.set(action, Math.max(worst.get(action) ?? 0, COSTS.indexOf(found)));
  }
  return [...worst]
    .filter(([, index]) => COSTS[index] === kind)
    .map(([action]) => action)
    .join(", ");
}

function methodsPart({ methods }: Findings): string {
  const rows = [...table.keys()].map((call) => {
    const cells = methods.cells.filter(
      ({ fault, outcome }) => fault?.call === call && outcome.happened > 0,
    );
    const names = [...new Set(cells.map(({ operation }) => operation))];
    const failed = methods.wrong.filter((line) => line.includes(` under ${call} `)).length;
    const verdict = failed === 0 ? "holds" : `FAILS: ${failed}`;
    return [`\`${call}\``, names.join(", "), String(cells.length), verdict];
  });
  return `\n## Methods\n\n${markdownTable([["call", "methods", "faults", "verdict"], ...rows])}\n`;
}

function errnosPart(): string {
  const rows = [...table].map(([call, { source, errnos }]) => [
    `\`${call}\``,
    source,
    errnos.join(", "),
  ]);
  return `\n## Errnos\n\n${markdownTable([["call", "man page", "errnos"], ...rows])}\n`;
}
