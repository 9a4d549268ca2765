import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { ratioOf, type Sample, summarize } from "#internal/bench/statistics.js";

/** A sample for each round, starting at 1. */
function rounds(...values: number[][]): Sample[] {
  return values.map((wait, index) => ({ round: index + 1, values: { wait } }));
}

describe("summaries", () => {
  test("cover the values of all rounds", () => {
    const values = Array.from({ length: 101 }, (_, index) => index);
    assert.deepEqual(summarize(rounds(values.slice(0, 40), values.slice(40)), "wait"), {
      count: 101,
      min: 0,
      median: 50,
      p95: 95,
      max: 100,
    });
  });

  test("are absent if nothing was measured", () => {
    assert.equal(summarize([], "wait"), undefined);
    assert.equal(summarize(rounds([1]), "total"), undefined);
    assert.equal(summarize(rounds([]), "wait"), undefined);
  });
});

describe("ratios", () => {
  test("are the median of the ratios within each round", () => {
    // The machine is ten times slower in the second round, and the third is disturbed.
    const reference = rounds([1, 1, 9], [10], [1]);
    const samples = rounds([2], [20, 20], [90]);
    assert.equal(ratioOf(samples, reference, "wait"), 2);
    assert.equal(summarize(samples, "wait", reference)?.ratio, 2);
  });

  test("compare only rounds that both have", () => {
    const late = rounds([1], [1], [4]).slice(2);
    assert.equal(ratioOf(late, rounds([1], [1], [2]), "wait"), 2);
    assert.equal(ratioOf(late, rounds([1], [1]), "wait"), undefined);
  });

  test("are absent without a reference", () => {
    assert.equal(ratioOf(rounds([3]), rounds([0]), "wait"), undefined);
    assert.equal("ratio" in summarize(rounds([3]), "wait", rounds([0]))!, false);
  });
});
