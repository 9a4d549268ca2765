// npm run experiments: runs every experiment and writes docs/experiments/, a page for each chapter.
// The tests call `checkExperiments`, which compares the pages without their runs.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, type } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import * as prettier from "prettier";

import { fail, filesBelow, root, setUp } from "../build/setup.mjs";

const FOLDER = "docs/experiments";

/** Imports a module of dist/lab. */
async function lab(name) {
  return await import(pathToFileURL(join(root, "dist/lab", name)).href);
}

/** The formatted pages by path. */
async function laidOut(pages) {
  const config = await prettier.resolveConfig(join(root, FOLDER, "README.md"));
  const formatted = [...pages].map(async ([file, page]) => [
    join(FOLDER, file),
    await prettier.format(page, { ...config, parser: "markdown" }),
  ]);
  return new Map(await Promise.all(formatted));
}

/** Returns the files that are out of date, apart from the runs, and those that do not belong to a page. */
export async function checkExperiments() {
  const { chapters } = await lab("experiments/index.js");
  const { pagesOf, withoutRuns } = await lab("markdown.js");
  const wanted = await laidOut(pagesOf(chapters));
  const there = new Map(
    filesBelow(FOLDER).map((file) => [file, readFileSync(join(root, file), "utf8")]),
  );
  return [...new Set([...wanted.keys(), ...there.keys()])].filter(
    (file) => wanted.get(file) !== withoutRuns(there.get(file) ?? ""),
  );
}

/** Runs every experiment. Throws if one does not agree. */
async function runAll() {
  const { experiments, moduleOf } = await lab("experiments/index.js");
  const { transcriptOf } = await lab("transcript.js");
  const transcripts = new Map();
  for (const experiment of experiments) {
    process.stderr.write(`Running ${experiment.name} …\n`);
    const transcript = await transcriptOf(experiment, moduleOf(experiment));
    if (transcript.verdict.agrees === false) throw new Error(`${experiment.name} does not agree`);
    transcripts.set(experiment.name, transcript);
  }
  return { transcripts, kernel: kernel() };
}

/** The version of the kernel, without the suffix of its builder. */
function kernel() {
  return `${type()} ${/^\d+\.\d+/u.exec(release())?.[0] ?? release()}`;
}

async function writePages() {
  const { chapters } = await lab("experiments/index.js");
  const { pagesOf } = await lab("markdown.js");
  const pages = await laidOut(pagesOf(chapters, await runAll()));
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const file of filesBelow(FOLDER)) if (!pages.has(file)) rmSync(join(root, file));
  for (const [file, page] of pages) writeFileSync(join(root, file), page);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await setUp();
  try {
    await writePages();
  } catch (error) {
    fail(error.message);
  }
}
