import assert from "node:assert/strict";

import { test } from "vitest";

import { calls } from "#internal/bench/workloads/calls.js";

const settings = { isQuick: true, hasPeers: false, data: {}, methods: [] };
const [point] = calls.points(settings);

test("each available implementation measures metrics of the workload", async () => {
  const names = new Set(calls.metrics.map(({ name }) => name));
  const measured = new Set<string>();
  for (const implementation of calls.implementations) {
    if (calls.obstacle?.(implementation, point!) !== undefined) continue;
    const measurement = await calls.measure(implementation, point!, settings);
    assert.ok(Object.keys(measurement).length > 0, implementation.name);
    for (const [name, values] of Object.entries(measurement)) {
      assert.ok(names.has(name), name);
      assert.ok(values.every((value) => value > 0));
      measured.add(name);
    }
  }
  if (process.platform !== "linux") names.delete("epollNothing");
  assert.deepEqual([...measured].sort(), [...names].sort());
});

test("each metric has a chart", () => {
  assert.deepEqual(
    calls.charts.map(({ metric }) => metric),
    calls.metrics.map(({ name }) => name),
  );
});
