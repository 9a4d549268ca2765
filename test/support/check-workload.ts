import assert from "node:assert/strict";

import type { Workload } from "#internal/bench/workload.js";

/** Fails for a workload whose parts do not fit together. */
export function checkWorkload(workload: Workload): void {
  const names = workload.implementations.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "two implementations have one name");
  const metrics = workload.metrics.map(({ name }) => name);
  for (const { metric } of workload.charts) assert.ok(metrics.includes(metric), metric);
}
