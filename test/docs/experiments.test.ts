import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { test } from "vitest";

import { chapters, experiments } from "#internal/lab/experiments/index.js";
import { pagesOf, withoutRuns } from "#internal/lab/markdown.js";

import { root } from "../support/programs.ts";

interface Script {
  checkExperiments: () => Promise<string[]>;
}

const script = pathToFileURL(join(root, "scripts/pages/experiments.mjs")).href;
const { checkExperiments } = (await import(script)) as Script;

const folder = join(root, "docs/experiments");

test("docs/experiments/ is up to date", async () => {
  assert.deepEqual(await checkExperiments(), [], "out of date; run “npm run experiments”");
});

test("the pages show a run of each experiment, as expected", () => {
  const pages = readdirSync(folder).filter((file) => file !== "README.md");
  const runs = pages.flatMap((file) =>
    readFileSync(join(folder, file), "utf8").split("<!-- a run -->").slice(1),
  );
  assert.equal(runs.length, experiments.length);
  for (const run of runs) {
    assert.match(run, /✓|was not run/u);
    assert.doesNotMatch(run, /✗|pid \d/u);
  }
});

test("the index links to each chapter's page, and to each experiment on it", () => {
  const index = pagesOf(chapters).get("README.md")!;
  for (const { name, experiments: own } of chapters) {
    assert.ok(index.includes(`](${name}.md)`), name);
    for (const each of own) {
      assert.match(index, new RegExp(`\\(${name}\\.md#.+: \`${each.name}\`$`, "mu"));
    }
  }
});

test("the output of runs can be removed again", () => {
  const transcript = { text: "a run", verdict: { observed: {}, expected: {}, seconds: 1 } };
  const transcripts = new Map(
    experiments.map(({ name }) => [
      name,
      { ...transcript, verdict: { ...transcript.verdict, experiment: name, agrees: true } },
    ]),
  );
  const whole = pagesOf(chapters, { transcripts, kernel: "Linux 6.18" });
  assert.match(whole.get("README.md")!, /on Linux 6\.18\./u);
  assert.match(whole.get("closing.md")!, /\na run\n/u);
  const bare = new Map([...whole].map(([file, page]) => [file, withoutRuns(page)]));
  assert.deepEqual(bare, pagesOf(chapters));
});
