import assert from "node:assert/strict";

import { test } from "vitest";

import type { Target } from "#internal/bench/judgement.js";
import { judge, targets } from "#internal/bench/ratios.js";
import type { WorkloadResults } from "#internal/bench/results.js";
import { workloads } from "#internal/bench/workloads/index.js";

import { measuredFake } from "../support/bench/fake-results.ts";

const cell = { what: "waiting", workload: "fake", metric: "wait", point: { n: 100 } };

function judged(results: WorkloadResults, target: Partial<Target>): unknown[] {
  const [judgement] = judge(
    [results],
    [{ ...cell, implementation: "bsd-sockets epoll", atMost: 2, ...target }],
  );
  return [judgement?.measured, judgement?.isMet];
}

test("targets compare implementations, data and plain values", () => {
  const results = measuredFake();
  assert.deepEqual(judged(results, { against: { implementation: "C epoll" } }), [2, true]);
  assert.deepEqual(judged(results, { against: { implementation: "C epoll" }, atMost: 1.9 }), [
    2,
    false,
  ]);
  assert.deepEqual(judged(results, { against: { point: { n: 10 } } }), [10, false]);
  assert.deepEqual(judged(results, { atMost: 400 }), [400, true]);
});

test("a target that was not measured has no result", () => {
  const results = measuredFake();
  assert.deepEqual(judged(results, { point: { n: 5 } }), [undefined, undefined]);
  assert.deepEqual(judged(results, { against: { implementation: "Bun" } }), [undefined, undefined]);
});

test("targets of workloads that did not run are omitted", () => {
  const wanted = { ...cell, implementation: "bsd-sockets epoll", atMost: 2 };
  assert.deepEqual(judge([measuredFake()], [{ ...wanted, workload: "other" }]), []);
});

test("each target names an existing workload, metric and implementations", () => {
  for (const { what, workload: name, metric, implementation, against } of targets) {
    const workload = workloads.find((one) => one.name === name);
    assert.ok(workload !== undefined, `${what}: ${name}`);
    const names = workload.implementations.map((one) => one.name);
    assert.ok(
      workload.metrics.some((one) => one.name === metric),
      `${what}: ${metric}`,
    );
    for (const wanted of [implementation, against?.implementation ?? implementation]) {
      // The ring has the backends of this system.
      if (!wanted.endsWith("epoll") || process.platform === "linux") {
        assert.ok(names.includes(wanted), `${what}: ${wanted}`);
      }
    }
  }
});
