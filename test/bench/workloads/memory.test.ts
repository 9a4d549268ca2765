import assert from "node:assert/strict";

import { describe, test } from "vitest";

import type { Settings } from "#internal/bench/workload.js";
import { memory } from "#internal/bench/workloads/memory.js";

import { checkWorkload } from "../../support/check-workload.ts";

const quick: Settings = { isQuick: true, hasPeers: false, data: {}, methods: [] };

describe("workload memory", { timeout: 60_000 }, () => {
  test("has charts of its metrics", () => {
    checkWorkload(memory);
  });

  for (const name of ["bsd-sockets", "CPython"]) {
    test(`measures ${name}`, async () => {
      const implementation = memory.implementations.find((one) => one.name === name)!;
      const measured = await memory.measure(implementation, { n: 300 }, quick);
      for (const metric of ["connection", "idle"]) {
        assert.ok(Number.isFinite(measured[metric]![0]!), metric);
      }
      assert.equal("garbage" in measured, name === "bsd-sockets");
    });
  }
});
