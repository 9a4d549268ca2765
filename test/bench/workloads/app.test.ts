import assert from "node:assert/strict";

import { test } from "vitest";

import { app } from "#internal/bench/workloads/app.js";

const settings = { isQuick: true, hasPeers: false, data: {}, methods: [] };

for (const implementation of app.implementations) {
  test(`${implementation.name}: positive figures for searches and bytes`, async () => {
    const searches = await app.measure(implementation, { c: 4 }, settings);
    const bytes = await app.measure(implementation, { m: 100_000 }, settings);
    assert.ok(searches["cpu"] !== undefined && bytes["cpuPerByte"] !== undefined);
    for (const measurement of [searches, bytes]) {
      for (const [name, values] of Object.entries(measurement)) {
        assert.ok(
          app.metrics.some((metric) => metric.name === name),
          name,
        );
        // The kernel's samples may all be in one of the two modes.
        const least = name === "user" || name === "system" ? 0 : Number.MIN_VALUE;
        assert.ok(values.length > 0 && values.every((value) => value >= least), name);
      }
    }
  });
}

test("the given data replaces the default", () => {
  const points = app.points({ ...settings, data: { c: [3], m: [10, 20] } });
  assert.deepEqual(points, [{ c: 3 }, { m: 10 }, { m: 20 }]);
});

test("only CPython skips the largest messages", () => {
  const [python, ours] = app.implementations;
  const largest = { m: 16 * 1024 * 1024 };
  assert.match(app.obstacle?.(python!, largest) ?? "", /copies/u);
  assert.equal(app.obstacle?.(python!, { m: 65_536 }), undefined);
  assert.equal(app.obstacle?.(ours!, largest), undefined);
});
