import assert from "node:assert/strict";

import { test } from "vitest";

import { idle } from "#internal/bench/workloads/idle.js";

import { assertCharts, assertMeasures, settings } from "../../support/workload.ts";

test("every implementation measures every metric", async () => {
  await assertMeasures(idle, { n: 20, a: 10, w: 20 });
});

test("there are points for every chart, and fewer in a quick run", () => {
  assertCharts(idle);
  const full = idle.points({ ...settings, isQuick: false });
  assert.ok(idle.points(settings).length < full.length);
});

test("requested sizes replace the default", () => {
  const points = idle.points({ ...settings, data: { n: [7] } });
  assert.deepEqual([...new Set(points.map(({ n }) => n))], [7]);
});
