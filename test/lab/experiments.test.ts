// Runs every experiment on this kernel: its observations must be the expected ones.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, test } from "vitest";

import { experiments, moduleOf } from "#internal/lab/experiments/index.js";
import { reasonToSkip } from "#internal/lab/needs.js";
import { runExperiment } from "#internal/lab/runner.js";
import { needsPortRange } from "#internal/lab/settings.js";

import { checkDescriptors } from "../support/descriptors.ts";
import { root } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const folder = join(root, "src/lab/experiments");
const files = readdirSync(folder).filter((file) => file !== "index.ts");

describe("the kernel behaves as the experiments expect", { concurrent: true }, () => {
  for (const experiment of experiments) {
    const skip = reasonToSkip(experiment) ?? false;
    testUnless(skip !== false && `NOT RUN: ${skip}`)(experiment.name, async () => {
      const module = moduleOf(experiment);
      const verdict = await runExperiment({ experiment, module, deadlineSeconds: 200 });
      assert.equal(verdict.error, undefined);
      assert.deepEqual(verdict.observed, verdict.expected);
      assert.ok(verdict.agrees);
    });
  }
});

// The source shows what an experiment needs.
for (const [use, need] of [
  [/\.blocks\(\)|\breadFileSync\(.\/proc/u, "/proc"],
  [/IP_LOCAL_PORT_RANGE/u, needsPortRange],
] as const) {
  test(`an experiment with ${use.source} declares that it needs it`, () => {
    const using = experiments.filter(({ name }) =>
      use.test(readFileSync(join(folder, `${name}.ts`), "utf8")),
    );
    assert.ok(using.length > 0);
    for (const { name, needs } of using) assert.ok(needs?.includes(need), name);
  });
}

test("every file in the folder is in a chapter, under its own name", () => {
  const names = experiments.map(({ name }) => `${name}.ts`);
  assert.deepEqual(names.toSorted(), files.toSorted());
});

for (const { name, title, question, explanation, prediction, expected, manual } of experiments) {
  test(`${name} has all its texts`, () => {
    for (const text of [title, question, explanation, prediction.ask]) assert.notEqual(text, "");
    assert.match(question, /\?$/u);
    assert.doesNotMatch(title, /\.$/u);
    assert.ok(manual.length > 0);
    for (const page of manual) assert.match(page, /^\w+\(\d\)$/u);
    const choices = Object.keys(prediction.choices);
    assert.ok(choices.length >= 2);
    for (const platform of Object.values(expected)) {
      const right = String(platform[prediction.observation]);
      assert.ok(choices.includes(right), `${right} is not among the choices`);
    }
  });
}

// Experiments must be displayable on a terminal, a page or in a log.
test("an experiment does not import a display, and does not start processes itself", () => {
  const foreign = /^(?:node:child_process|.*\b(?:terminal|markdown|cli|web)\b.*)$/u;
  for (const file of [
    ...files.map((name) => join(folder, name)),
    join(folder, "../experiment.ts"),
  ]) {
    const imports = [...readFileSync(file, "utf8").matchAll(/^(?:import|\}) .*"(.+)";$/gmu)];
    assert.ok(imports.length > 0, file);
    for (const [, name] of imports) assert.doesNotMatch(name!, foreign, file);
  }
});
