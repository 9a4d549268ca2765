import { skipLines } from "../plan.ts";
import { hasTargets, targetTable } from "../print.ts";
import type { Results, WorkloadResults } from "../results.ts";
import { layOut, tablesOf } from "../tables.ts";
import { factsOf } from "./facts.ts";
import type { Figure } from "./page.ts";

const INDEX = "README.md";

const NOTE = "<!-- Written by bsd-sockets bench --report. -->";

const INTRODUCTION = `Each workload has a page with its plots and tables. The plots are SVG files beside the pages, and
\`index.html\` shows everything on one page; the npm package has neither, only the tables.`;

/**
 * The report as Markdown, by file name: an index, and a page for each workload, which shows its
 * pictures from their files.
 */
export function summariesOf(results: Results, figures: readonly Figure[]): Map<string, string> {
  const pages = results.workloads.map(
    (workload) => [fileOf(workload), workloadPage(workload, figures)] as const,
  );
  return new Map([[INDEX, indexPage(results)], ...pages]);
}

function fileOf({ name }: WorkloadResults): string {
  return `${name}.md`;
}

function pageOf(paragraphs: readonly string[]): string {
  return [NOTE, ...paragraphs, ""].join("\n\n");
}

function indexPage(results: Results): string {
  const facts = factsOf(results).map(
    ([name, value]) => `- ${name}: ${name === "Command" ? `\`${value}\`` : value}`,
  );
  const workloads = results.workloads.map(
    (workload) => `- [${workload.title}](${fileOf(workload)}): ${workload.description}`,
  );
  return pageOf([
    "# bsd-sockets: benchmark",
    facts.join("\n"),
    "## Workloads",
    INTRODUCTION,
    workloads.join("\n"),
    ...ratios(results),
    ...notes(results),
  ]);
}

function ratios(results: Results): string[] {
  if (!hasTargets(results)) return [];
  return [
    "## Ratios",
    "What was wanted and what was measured: medians of the ratios within each round.",
    layOut(targetTable(results.targets)),
  ];
}

function workloadPage(workload: WorkloadResults, figures: readonly Figure[]): string {
  const own = figures.filter((figure) => figure.workload === workload.name);
  return pageOf([
    `# ${workload.title}`,
    `${workload.description} [The whole report](${INDEX})`,
    ...own.map(({ title, file }) => `**${title}**\n\n![${title}](${file})`),
    "## All figures",
    `The ratio is to ${workload.reference}.`,
    ...tablesOf(workload).flatMap((table) => [
      ...(table.title === "" ? [] : [`### ${table.title}`]),
      layOut(table),
    ]),
  ]);
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
