import assert from "node:assert/strict";

import { test } from "vitest";

import { ready } from "#internal/bench/workloads/ready.js";

import { assertCharts, assertMeasures, settings } from "../../support/workload.ts";

test("every implementation measures every metric", async () => {
  await assertMeasures(ready, { n: 20, a: 1, w: 20 });
});

test("there are points for every chart, and fewer in a quick run", () => {
  assertCharts(ready);
  const full = ready.points({ ...settings, isQuick: false });
  assert.ok(ready.points(settings).length < full.length);
});

test("requested sizes replace the default", () => {
  const points = ready.points({ ...settings, data: { n: [7] } });
  assert.deepEqual([...new Set(points.map(({ n }) => n))], [7]);
});
