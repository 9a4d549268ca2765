import assert from "node:assert/strict";

import { test } from "vitest";

import { churn } from "#internal/bench/workloads/churn.js";

import { assertCharts, assertMeasures, settings } from "../../support/workload.ts";

test("every implementation measures every metric", async () => {
  await assertMeasures(churn, { n: 20, a: 10, w: 20 });
});

test("there are points for every chart, and fewer in a quick run", () => {
  assertCharts(churn);
  const full = churn.points({ ...settings, isQuick: false });
  assert.ok(churn.points(settings).length < full.length);
});

test("requested sizes replace the default", () => {
  const points = churn.points({ ...settings, data: { n: [7] } });
  assert.deepEqual([...new Set(points.map(({ n }) => n))], [7]);
});
