import assert from "node:assert/strict";

import { test } from "vitest";

import { makePlan, type Plan, skipLines, type PlanOptions } from "#internal/bench/plan.js";

import { fakeWorkload, quickSettings } from "../support/bench/fake-workload.ts";

function planOf(options: Partial<PlanOptions> = {}): Plan {
  return makePlan({
    workloads: [fakeWorkload()],
    settings: quickSettings,
    words: [],
    absence: () => undefined,
    ...options,
  });
}

function cellsOf({ groups }: Plan): string[] {
  return groups.flatMap(({ point, implementations }) =>
    implementations.map(({ name }) => `${point["n"]} ${name}`),
  );
}

test("a plan has each implementation at each point", () => {
  assert.deepEqual(
    cellsOf(planOf()),
    [10, 100].flatMap((n) =>
      ["bsd-sockets epoll", "bsd-sockets select", "C epoll", "CPython epoll", "koffi epoll"].map(
        (name) => `${n} ${name}`,
      ),
    ),
  );
});

test("methods and words select implementations, and the others are not mentioned", () => {
  const settings = { ...quickSettings, methods: ["select"], data: { n: [10] } };
  assert.deepEqual(cellsOf(planOf({ settings })), ["10 bsd-sockets select"]);
  const plan = planOf({
    words: ["cpy", "koffi"],
    settings: { ...quickSettings, data: { n: [10] } },
  });
  assert.deepEqual(cellsOf(plan), ["10 CPython epoll", "10 koffi epoll"]);
  assert.deepEqual(plan.skipped, []);
});

test("absent implementations and impossible cells are skipped, and reported once", () => {
  const plan = planOf({
    settings: { ...quickSettings, data: { n: [10, 1000, 9000] } },
    absence: ({ runtime }) => (runtime === "koffi" ? "koffi is absent" : undefined),
  });
  assert.ok(!cellsOf(plan).includes("1000 bsd-sockets select"));
  assert.ok(cellsOf(plan).includes("10 bsd-sockets select"));
  assert.deepEqual(skipLines(plan.skipped), [
    "Skipped: koffi epoll: koffi is absent",
    "Skipped: bsd-sockets select at n=1000 a=1, n=9000 a=1: select is limited to FD_SETSIZE (1024)",
  ]);
});
