/**
 * Experiments as pages of Markdown: one for each chapter, and an index.
 *
 * @module
 */

import { markdownTable } from "markdown-table";

import type { Course } from "./course.ts";
import type { Chapter, Experiment } from "./experiment.ts";
import type { Observed } from "./observed.ts";
import { manualUrl } from "./manual.ts";

const platforms = { linux: "Linux", darwin: "macOS" } as const;

/** What stands around the steps of a real run, which differ a little from run to run. */
const RUN = { begins: "<!-- a run -->", ends: "<!-- end of the run -->" } as const;

const INDEX = "README.md";

const NOTE =
  "<!-- Written by “npm run experiments” from src/lab/experiments/ and a real run of each. -->";

const INTRODUCTION = `Each experiment puts one question to the kernel. \`bsd-sockets lab <name>\` asks for your prediction, then
runs real processes on your machine and shows each call with its system calls, its result, and what it changed
at the sockets. \`bsd-sockets lab --all\` runs all of them.

In the steps of a run, the queues (\`Recv-Q\`, \`Send-Q\`) are those that netstat shows, and the events after
\`poll\` are those that \`poll()\` reports.`;

/** Real runs of the experiments. */
export interface Runs {
  /** By the name of the experiment. */
  readonly courses: ReadonlyMap<string, Course>;
  /** The kernel that they were made on: `"Linux 6.18"`. */
  readonly kernel: string;
}

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

function fromRun(text: string): string {
  return `${RUN.begins}\n\n${text}\n\n${RUN.ends}`;
}

function steps({ text, verdict }: Course): string {
  if (verdict.skipped !== undefined) return `It was not run here: ${verdict.skipped}.`;
  const block = `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
  return `<details><summary>The steps of a run</summary>\n\n${block}\n\n</details>`;
}

/** The section of an experiment; without a course, its steps are left out. */
function section(experiment: Experiment, course: Course | undefined): string {
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
    ...(course === undefined ? [] : [fromRun(steps(course))]),
  ].join("\n\n");
}

/** Links to the sections of a chapter's page. */
function contents({ experiments }: Chapter, file: string): string {
  const anchor = (title: string): string =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
  const lines = experiments.map(
    ({ name, title }) => `- [${title}](${file}#${anchor(title)}): \`${name}\``,
  );
  return lines.join("\n");
}

function fileOf({ name }: Chapter): string {
  return `${name}.md`;
}

function chapterPage(chapter: Chapter, runs: Runs | undefined): string {
  const { title, about, experiments } = chapter;
  return [
    NOTE,
    `# ${title}`,
    `${about} [All experiments](${INDEX})`,
    contents(chapter, ""),
    ...experiments.map((experiment) => section(experiment, runs?.courses.get(experiment.name))),
  ].join("\n\n");
}

function indexPage(chapters: readonly Chapter[], runs: Runs | undefined): string {
  return [
    NOTE,
    "# Experiments",
    INTRODUCTION,
    ...(runs === undefined ? [] : [fromRun(`The runs were made on ${runs.kernel}.`)]),
    ...chapters.flatMap((chapter) => [
      `## [${chapter.title}](${fileOf(chapter)})`,
      chapter.about,
      contents(chapter, fileOf(chapter)),
    ]),
  ].join("\n\n");
}

/** The pages by file name; without runs, what they say before anything has been run. */
export function pagesOf(chapters: readonly Chapter[], runs?: Runs): Map<string, string> {
  return new Map([
    [INDEX, indexPage(chapters, runs)],
    ...chapters.map((chapter) => [fileOf(chapter), chapterPage(chapter, runs)] as const),
  ]);
}

/** A page without what its runs have added. */
export function withoutRuns(page: string): string {
  const added = new RegExp(`\\n*${RUN.begins}[^]*?${RUN.ends}`, "gu");
  return page.replaceAll(added, "");
}
