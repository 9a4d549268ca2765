// npm run experiments: writes docs/experiments.md from the experiments and a run of each.
// `checkExperiments` only looks, for the tests, and only at what does not need a run.

import { readFileSync, writeFileSync } from "node:fs";
import { release, type } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import * as prettier from "prettier";

import { fail, root, setUp } from "../build/setup.mjs";

const PAGE = "docs/experiments.md";

/** A module of the compiled laboratory. */
async function lab(name) {
  return await import(pathToFileURL(join(root, "dist/lab", name)).href);
}

async function formatted(page) {
  const config = await prettier.resolveConfig(join(root, PAGE));
  return prettier.format(page, { ...config, parser: "markdown" });
}

/** Whether the page says what the files say. What was seen in a run is left out. */
export async function checkExperiments() {
  const { experiments } = await lab("experiments/index.js");
  const { pageOf, withoutRuns } = await lab("markdown.js");
  const page = readFileSync(join(root, PAGE), "utf8");
  return (await formatted(withoutRuns(page))) === (await formatted(pageOf(experiments)));
}

/** The page after a run of all. */
async function writtenPage() {
  const { experiments, moduleOf } = await lab("experiments/index.js");
  const { courseOf } = await lab("course.js");
  const { pageOf } = await lab("markdown.js");
  const courses = new Map();
  for (const experiment of experiments) {
    process.stderr.write(`Running ${experiment.name} …\n`);
    const course = await courseOf(experiment, moduleOf(experiment));
    if (course.verdict.agrees === false) throw new Error(`${experiment.name} does not agree`);
    courses.set(experiment.name, course);
  }
  return await formatted(pageOf(experiments, courses, kernel()));
}

/** The version of the kernel, without what its builder has added. */
function kernel() {
  return `${type()} ${/^\d+\.\d+/u.exec(release())?.[0] ?? release()}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await setUp();
  try {
    writeFileSync(join(root, PAGE), await writtenPage());
  } catch (error) {
    fail(error.message);
  }
}
