import assert from "node:assert/strict";

import { describe, test } from "vitest";

import type { Settings } from "#internal/bench/workload.js";
import { soak } from "#internal/bench/workloads/soak.js";

import { checkWorkload } from "../../support/check-workload.ts";

const full: Settings = { isQuick: false, hasPeers: false, data: {}, methods: [] };

describe("workload soak", { timeout: 120_000 }, () => {
  test("runs once, in full runs only", () => {
    checkWorkload(soak);
    assert.deepEqual(soak.points({ ...full, isQuick: true }), []);
    assert.equal(soak.mostRounds, 1);
  });

  test("measures how much a server's memory grows", async () => {
    const implementation = soak.implementations.find(({ name }) => name === "C")!;
    const { growth = [] } = await soak.measure(implementation, { n: 10, s: 64, e: 10_000 }, full);
    assert.equal(growth.length, 1);
    assert.ok(Number.isFinite(growth[0]));
  });
});
