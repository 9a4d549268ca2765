import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

import { test } from "vitest";

import type { Settings } from "#internal/bench/workload.js";
import { workloads } from "#internal/bench/workloads/index.js";

import { root } from "../../support/programs.ts";

const isListed = (name: string): boolean => workloads.some((workload) => workload.name === name);
const settings: Settings = { isQuick: false, hasPeers: true, data: {}, methods: [] };

test("every workload is listed, once", () => {
  const files = readdirSync(`${root}src/bench/workloads`);
  const names = files.map((file) => file.replace(/\.ts$/u, "")).filter((name) => name !== "index");
  assert.deepEqual(
    names.filter((name) => !isListed(name)),
    [],
  );
  assert.equal(workloads.length, names.length);
});

for (const workload of workloads) {
  test(`${workload.name} is consistent`, () => {
    const { metrics, charts, implementations } = workload;
    const letters = workload.points(settings).flatMap(Object.keys);
    for (const { metric, x, where, title } of charts) {
      assert.ok(
        metrics.some(({ name }) => name === metric),
        `${title}: ${metric}`,
      );
      for (const letter of [...(x === undefined ? [] : [x]), ...Object.keys(where ?? {})]) {
        assert.ok(letters.includes(letter), `${title}: ${letter}`);
      }
    }
    for (const names of [metrics, implementations].map((all) => all.map(({ name }) => name))) {
      assert.equal(new Set(names).size, names.length, names.join());
    }
    const points = workload.points(settings).map((point) => JSON.stringify(point));
    assert.equal(new Set(points).size, points.length, points.join(" "));
  });
}
