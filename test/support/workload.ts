import assert from "node:assert/strict";

import type { Measurement, Point, Settings, Workload } from "#internal/bench/workload.js";

/** The default settings. */
export const settings: Settings = { isQuick: true, hasPeers: false, data: {}, methods: [] };

function assertFigures(workload: Workload, figures: Measurement, runs: number): void {
  const names = workload.metrics.map(({ name }) => name).sort();
  assert.deepEqual(Object.keys(figures).sort(), names);
  for (const values of Object.values(figures)) {
    assert.equal(values.length, runs);
    assert.ok(values.every((value) => value > 0 && Number.isFinite(value)));
  }
}

/** Measures one point with every implementation: each metric has a positive value for each run. */
export async function assertMeasures(workload: Workload, point: Point): Promise<void> {
  const asked = { ...settings, data: { r: [2] } };
  for (const implementation of workload.implementations) {
    assert.equal(workload.obstacle?.(implementation, point), undefined);
    assertFigures(workload, await workload.measure(implementation, point, asked), 2);
  }
}

/** Fails unless a chart has points with all its letters, and a metric of the workload. */
export function assertCharts(workload: Workload): void {
  const points = workload.points({ ...settings, isQuick: false });
  for (const { title, metric, x = "", where = {} } of workload.charts) {
    assert.ok(workload.metrics.some(({ name }) => name === metric));
    const drawn = points.filter((point) =>
      Object.entries(where).every(([letter, value]) => point[letter] === value),
    );
    assert.ok(new Set(drawn.map((point) => point[x])).size > 1, title);
  }
}
