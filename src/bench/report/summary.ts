import { skipLines } from "../plan.ts";
import { hasTargets, targetTable } from "../print.ts";
import type { Results, WorkloadResults } from "../results.ts";
import { layOut, tablesOf } from "../tables.ts";
import { factsOf } from "./facts.ts";
import type { Figure } from "./page.ts";

/** The report as Markdown, for a page of a repository: it shows the pictures from their files. */
export function summaryOf(results: Results, figures: readonly Figure[]): string {
  const facts = factsOf(results).map(
    ([name, value]) => `- ${name}: ${name === "Command" ? `\`${value}\`` : value}`,
  );
  return [
    "<!-- Written by bsd-sockets bench --report. -->",
    "# bsd-sockets: benchmark",
    facts.join("\n"),
    ...(hasTargets(results) ? ["## Ratios", layOut(targetTable(results.targets))] : []),
    ...results.workloads.flatMap((workload) => section(workload, figures)),
    ...notes(results),
    "",
  ].join("\n\n");
}

function section(workload: WorkloadResults, figures: readonly Figure[]): string[] {
  const own = figures.filter((figure) => figure.workload === workload.name);
  return [
    `## ${workload.title}`,
    workload.description,
    ...own.map(({ title, file }) => `**${title}**\n\n![${title}](${file})`),
    `<details>\n<summary>All figures of ${workload.name}; the ratio is to ${workload.reference}</summary>`,
    ...tablesOf(workload).flatMap((table) => [
      ...(table.title === "" ? [] : [`### ${table.title}`]),
      layOut(table),
    ]),
    "</details>",
  ];
}

function notes({ skipped, failures }: Results): string[] {
  const lines = [
    ...skipLines(skipped),
    ...failures.map(({ workload, implementation }) => `Failed: ${workload} ${implementation}`),
  ];
  return lines.length === 0
    ? []
    : ["## What was not measured", lines.map((line) => `- ${line}`).join("\n")];
}
