import assert from "node:assert/strict";

import { test } from "vitest";

import { ring } from "#internal/bench/workloads/ring.js";

import { assertCharts, assertMeasures, settings } from "../../support/workload.ts";

test("every implementation gives every metric", async () => {
  await assertMeasures(ring, { n: 10, a: 1, w: 20 });
});

test("there are points for every chart, and fewer when it has to be quick", () => {
  assertCharts(ring);
  const full = ring.points({ ...settings, isQuick: false });
  assert.ok(ring.points(settings).length < full.length);
});

test("sizes that are asked for take the place of the usual", () => {
  const points = ring.points({ ...settings, data: { n: [7] } });
  assert.deepEqual([...new Set(points.map(({ n }) => n))], [7]);
});
