// The package and CPython run the same calls, and every outcome is compared.

import assert from "node:assert/strict";

import { afterAll, beforeAll, test } from "vitest";

import { newSeed } from "../support/random.ts";
import { testUnless } from "../support/unless.ts";
import { allCases } from "./cases/index.ts";
import { check } from "./check.ts";
import { documentedDifferences, matchers } from "./differences.ts";
import { runRandom } from "./random/run.ts";
import { shrink } from "./random/shrink.ts";
import { describe } from "./report.ts";
import { Sides } from "./side.ts";

const RANDOM_SEQUENCES = 1000;

// The waits read TCP_INFO, and the outcomes are Linux's.
const skip = process.platform !== "linux" && "compares behaviour on Linux";

const met = new Set<string>();
let sides: Sides;

beforeAll(() => {
  sides = new Sides();
});
afterAll(() => {
  sides[Symbol.dispose]();
});

test("every hand-written sequence has a unique name", () => {
  const names = allCases.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

testUnless(skip)("hand-written sequences have the same outcomes in CPython and here", async () => {
  let calls = 0;
  const verdicts = await Promise.all(
    allCases.map(async ({ name, steps }) => ({ name, steps, ...(await check(sides, steps)) })),
  );
  const failures = verdicts.flatMap((verdict) => {
    calls += verdict.steps.length;
    for (const reason of verdict.reasons) met.add(reason);
    if (verdict.missing.length > 0) return [`${verdict.name}: no ${verdict.missing.join(", ")}`];
    const vain = verdict.vainWaits.map((step) => `${verdict.name}: waited in vain: ${step}`);
    const { unexpected } = verdict;
    return unexpected === undefined ? vain : [`${verdict.name}: ${describe(unexpected)}`];
  });
  console.info(`${allCases.length} sequences, ${calls} calls`);
  assert.equal(failures.join("\n\n"), "");
});

testUnless(skip)("random sequences have the same outcomes in CPython and here", async () => {
  const seed = newSeed();
  console.info(`seed ${seed}`);
  const { calls, reasons } = await runRandom(sides, seed, RANDOM_SEQUENCES);
  for (const reason of reasons) met.add(reason);
  console.info(`${RANDOM_SEQUENCES} sequences, ${calls} calls`);
});

testUnless(skip)(
  "docs/differences.md lists the intentional differences, and each of them occurs",
  () => {
    assert.deepEqual(documentedDifferences().sort(), [...matchers.keys()].sort());
    assert.deepEqual(documentedDifferences().sort(), [...met].sort());
  },
);

testUnless(skip)("a difference is found, reported and shortened", async () => {
  const steps = ["s = socket()", "s.fileno()", "is_cpython", "s.close()", "len((1, 2))"];
  const { unexpected } = await check(sides, steps);
  assert.match(describe(unexpected!), /^ {2}> is_cpython\n[^]*CPython: +true\n[^]*: +false$/mu);
  const differs = async (some: readonly string[]): Promise<boolean> =>
    (await check(sides, some)).unexpected !== undefined;
  assert.deepEqual(await shrink(steps, differs), ["is_cpython"]);
});
