import assert from "node:assert/strict";

import { test } from "vitest";

import { placeLabels } from "#internal/bench/report/labels.js";

function heights(wanted: number[]): number[] {
  return placeLabels(wanted, (item) => item, 10, [0, 100]).map(({ y }) => y);
}

test("labels stay at their wanted heights if there is room", () => {
  assert.deepEqual(heights([50, 20, 80]), [20, 50, 80]);
});

test("labels move apart, and stay within the edges", () => {
  assert.deepEqual(heights([50, 50, 52]), [50, 60, 70]);
  assert.deepEqual(heights([99, 100, 100]), [80, 90, 100]);
  assert.deepEqual(heights([-5]), [0]);
});
