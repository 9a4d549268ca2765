import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { ratioOf, type Sample, summarize } from "#internal/bench/statistics.js";

/** A sample for each round, from 1. */
function rounds(...values: number[][]): Sample[] {
  return values.map((wait, index) => ({ round: index + 1, values: { wait } }));
}

describe("summaries", () => {
  test("are of the values of all rounds", () => {
    const values = Array.from({ length: 101 }, (_, index) => index);
    assert.deepEqual(summarize(rounds(values.slice(0, 40), values.slice(40)), "wait"), {
      count: 101,
      min: 0,
      median: 50,
      p95: 95,
      max: 100,
    });
  });

  test("are absent where nothing was measured", () => {
    assert.equal(summarize([], "wait"), undefined);
    assert.equal(summarize(rounds([1]), "total"), undefined);
    assert.equal(summarize(rounds([]), "wait"), undefined);
  });
});

describe("ratios", () => {
  test("are the median of the ratios within the rounds", () => {
    // The machine was ten times slower in the second round, and a third one was disturbed.
    const reference = rounds([1, 1, 9], [10], [1]);
    const samples = rounds([2], [20, 20], [90]);
    assert.equal(ratioOf(samples, reference, "wait"), 2);
    assert.equal(summarize(samples, "wait", reference)?.ratio, 2);
  });

  test("only compare rounds that both have", () => {
    const late = rounds([1], [1], [4]).slice(2);
    assert.equal(ratioOf(late, rounds([1], [1], [2]), "wait"), 2);
    assert.equal(ratioOf(late, rounds([1], [1]), "wait"), undefined);
  });

  test("are absent beside nothing", () => {
    assert.equal(ratioOf(rounds([3]), rounds([0]), "wait"), undefined);
    assert.equal("ratio" in summarize(rounds([3]), "wait", rounds([0]))!, false);
  });
});
