import assert from "node:assert/strict";

import { test } from "vitest";

import { register } from "#internal/bench/workloads/register.js";

import { assertCharts, assertMeasures, settings } from "../../support/workload.ts";

test("every implementation measures every metric", async () => {
  await assertMeasures(register, { n: 10 });
});

test("there are points for every chart, and fewer in a quick run", () => {
  assertCharts(register);
  const full = register.points({ ...settings, isQuick: false });
  assert.ok(register.points(settings).length < full.length);
});

test("requested sizes replace the default", () => {
  const points = register.points({ ...settings, data: { n: [7] } });
  assert.deepEqual([...new Set(points.map(({ n }) => n))], [7]);
});
