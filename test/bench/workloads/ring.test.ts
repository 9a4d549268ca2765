import assert from "node:assert/strict";

import { test } from "vitest";

import { ring } from "#internal/bench/workloads/ring.js";

import { assertCharts, assertMeasures, settings } from "../../support/workload.ts";

test("every implementation measures every metric", async () => {
  await assertMeasures(ring, { n: 10, a: 1, w: 20 });
});

test("there are points for every chart, and fewer in a quick run", () => {
  assertCharts(ring);
  const full = ring.points({ ...settings, isQuick: false });
  assert.ok(ring.points(settings).length < full.length);
});

test("requested sizes replace the default", () => {
  const points = ring.points({ ...settings, data: { n: [7] } });
  assert.deepEqual([...new Set(points.map(({ n }) => n))], [7]);
});
