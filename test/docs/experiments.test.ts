import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { experiments } from "#internal/lab/experiments/index.js";
import { pageOf, withoutRuns } from "#internal/lab/markdown.js";

import { root } from "../support/programs.ts";

interface Script {
  checkExperiments: () => Promise<boolean>;
}

const script = pathToFileURL(join(root, "scripts/pages/experiments.mjs")).href;
const { checkExperiments } = (await import(script)) as Script;

const page = readFileSync(join(root, "docs/experiments.md"), "utf8");

test("docs/experiments.md is what the experiments say", async () => {
  assert.ok(await checkExperiments(), "out of date; “npm run experiments” writes it");
});

test("the page has the run of each experiment, which agreed", () => {
  const runs = page.split("<!-- a run -->").slice(2);
  assert.equal(runs.length, experiments.length);
  for (const run of runs) {
    assert.match(run, /✓|was not run/u);
    assert.doesNotMatch(run, /✗|pid \d/u);
  }
});

test("what a run adds can be taken away again", () => {
  const course = { text: "a run", verdict: { observed: {}, expected: {}, seconds: 1 } };
  const courses = new Map(
    experiments.map(({ name }) => [
      name,
      { ...course, verdict: { ...course.verdict, experiment: name, agrees: true } },
    ]),
  );
  const whole = pageOf(experiments, courses, "Linux 6.18");
  assert.match(whole, /on Linux 6\.18\.[^]*\na run\n/u);
  assert.equal(withoutRuns(whole), pageOf(experiments));
});
