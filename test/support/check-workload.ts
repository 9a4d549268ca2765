import assert from "node:assert/strict";

import type { Workload } from "#internal/bench/workload.js";

/** Fails if a workload's parts are inconsistent. */
export function checkWorkload(workload: Workload): void {
  const names = workload.implementations.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "two implementations have the same name");
  const metrics = workload.metrics.map(({ name }) => name);
  for (const { metric } of workload.charts) assert.ok(metrics.includes(metric), metric);
}
