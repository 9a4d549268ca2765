// npm run experiments: writes docs/experiments/ from the experiments and a run of each, a page for each
// chapter. `checkExperiments` only compares, for the tests, and only what does not need a run.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, type } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import * as prettier from "prettier";

import { fail, filesBelow, root, setUp } from "../build/setup.mjs";

const FOLDER = "docs/experiments";

/** A module of the compiled laboratory. */
async function lab(name) {
  return await import(pathToFileURL(join(root, "dist/lab", name)).href);
}

/** Pages as they are written: by their path, formatted. */
async function laidOut(pages) {
  const config = await prettier.resolveConfig(join(root, FOLDER, "README.md"));
  const formatted = [...pages].map(async ([file, page]) => [
    join(FOLDER, file),
    await prettier.format(page, { ...config, parser: "markdown" }),
  ]);
  return new Map(await Promise.all(formatted));
}

/** The files that are not what the experiments say, apart from the runs, and those that belong to none. */
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

/** Runs every experiment. Throws when one does not agree. */
async function runAll() {
  const { experiments, moduleOf } = await lab("experiments/index.js");
  const { courseOf } = await lab("course.js");
  const courses = new Map();
  for (const experiment of experiments) {
    process.stderr.write(`Running ${experiment.name} …\n`);
    const course = await courseOf(experiment, moduleOf(experiment));
    if (course.verdict.agrees === false) throw new Error(`${experiment.name} does not agree`);
    courses.set(experiment.name, course);
  }
  return { courses, kernel: kernel() };
}

/** The version of the kernel, without what its builder has added. */
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
