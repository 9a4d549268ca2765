/**
 * Experiments as a page of Markdown.
 *
 * @module
 */

import { markdownTable } from "markdown-table";

import type { Course } from "./course.ts";
import type { Experiment } from "./experiment.ts";
import type { Observed } from "./observed.ts";
import { manualUrl } from "./manual.ts";

const platforms = { linux: "Linux", darwin: "macOS" } as const;

/** What stands around the steps of a real run, which differ a little from run to run. */
const RUN = { begins: "<!-- a run -->", ends: "<!-- end of the run -->" } as const;

const HEAD = `# Experiments

Written by \`npm run experiments\` from the files in \`src/lab/experiments/\` and a real run of each.

Each of them is a question to the kernel. \`bsd-sockets lab <name>\` asks it on your machine, and you first: it
shows each call with its system calls and its result, and what it changed at the sockets. The queues are
netstat's, the events are those that \`poll()\` tells. \`bsd-sockets lab --all\` runs all of them.`;

function code(value: Observed): string {
  return value === "" ? "(nothing)" : `\`${String(value)}\``;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

/** What is expected, platform by platform. */
function expectations({ expected }: Experiment): string {
  const known = Object.entries(expected) as [keyof typeof platforms, Record<string, Observed>][];
  const head = ["What is observed", ...known.map(([platform]) => platforms[platform])];
  const rows = Object.keys(expected.linux).map((name) => [
    escaped(name),
    ...known.map(([, values]) => escaped(code(values[name] ?? ""))),
  ]);
  return markdownTable([head, ...rows]);
}

function prediction({ prediction: { ask, choices } }: Experiment): string {
  const answers = Object.values(choices).map((text) => `- ${escaped(text)}`);
  return `${escaped(ask)}\n\n${answers.join("\n")}`;
}

function needs(experiment: Experiment): string {
  const named = (experiment.needs ?? []).filter((need) => typeof need === "string");
  return named.length === 0 ? "" : `It needs ${named.join(" and ")}.\n\n`;
}

function run({ text, verdict }: Course): string {
  if (verdict.skipped !== undefined) return `It was not run here: ${verdict.skipped}.`;
  const block = `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
  return `<details><summary>The steps of a run</summary>\n\n${block}\n\n</details>`;
}

/** A chapter for an experiment; without a course, its steps are left out. */
function chapter(experiment: Experiment, course: Course | undefined): string {
  const { name, title, question, explanation, manual } = experiment;
  const pages = manual.map((page) => `[${page}](${manualUrl(page)})`).join(", ");
  return [
    `## ${title}`,
    `\`bsd-sockets lab ${name}\``,
    `**${escaped(question)}**`,
    prediction(experiment),
    expectations(experiment),
    `${needs(experiment)}${escaped(explanation)}`,
    `Man pages: ${pages}`,
    ...(course === undefined ? [] : [`${RUN.begins}\n\n${run(course)}\n\n${RUN.ends}`]),
  ].join("\n\n");
}

function contents(experiments: readonly Experiment[]): string {
  const anchor = (title: string): string =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
  const lines = experiments.map(
    ({ name, title }) => `- [${title}](#${anchor(title)}): \`${name}\``,
  );
  return lines.join("\n");
}

/** The page; without courses, what it says before anything has been run. */
export function pageOf(
  experiments: readonly Experiment[],
  courses?: ReadonlyMap<string, Course>,
  kernel?: string,
): string {
  const ran = `${RUN.begins}\n\nThese runs were made on ${kernel}.\n\n${RUN.ends}`;
  return [
    HEAD,
    ...(courses === undefined ? [] : [ran]),
    contents(experiments),
    ...experiments.map((experiment) => chapter(experiment, courses?.get(experiment.name))),
  ].join("\n\n");
}

/** A page without what its runs have added. */
export function withoutRuns(page: string): string {
  const added = new RegExp(`\\n*${RUN.begins}[^]*?${RUN.ends}`, "gu");
  return page.replaceAll(added, "");
}
