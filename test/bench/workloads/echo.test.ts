import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { echoObstacle } from "#internal/bench/echo-programs.js";
import type { Settings } from "#internal/bench/workload.js";
import { echo } from "#internal/bench/workloads/echo.js";

import { checkWorkload } from "../../support/check-workload.ts";
import { testUnless } from "../../support/unless.ts";

const quick: Settings = { isQuick: true, hasPeers: false, data: {}, methods: [] };

describe("workload echo", { timeout: 60_000 }, () => {
  test("has charts of its metrics", () => {
    checkWorkload(echo);
  });

  test("uses the requested data", () => {
    const points = echo.points({ ...quick, data: { n: [3, 4], s: [5] } });
    assert.deepEqual(points, [
      { n: 3, s: 5 },
      { n: 4, s: 5 },
    ]);
  });

  for (const implementation of echo.implementations) {
    const skip = implementation.runtime === "Bun" ? "not installed" : echoObstacle(implementation);
    testUnless(skip)(`measures ${implementation.name}`, async () => {
      const measured = await echo.measure(implementation, { n: 5, s: 64 }, quick);
      for (const name of ["cpu", "echoesPerSecond", "p50", "p99"]) {
        assert.ok(measured[name]![0]! > 0, name);
      }
    });
  }
});
