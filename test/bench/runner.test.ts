import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { makePlan } from "#internal/bench/plan.js";
import type { Failure } from "#internal/bench/results.js";
import { type Observer, type Outcome, runRounds } from "#internal/bench/runner.js";

import { type Behaviour, fakeWorkload, quickSettings } from "../support/bench/fake-workload.ts";

interface Told extends Observer {
  readonly failures: Failure[];
  readonly ended: string[];
}

function listener(): Told {
  const [failures, ended]: [Failure[], string[]] = [[], []];
  return {
    failures,
    ended,
    begins: () => undefined,
    ends: ({ implementation }, round) => ended.push(`${round} ${implementation.name}`),
    fails: (failure) => failures.push(failure),
  };
}

interface Run extends Behaviour {
  readonly n?: number[];
  readonly rounds?: number;
  readonly limit?: number;
  readonly observer?: Observer;
  readonly ending?: AbortController;
}

async function run({ n = [10], rounds = 2, limit, observer, ending, ...behaviour }: Run) {
  const settings = { ...quickSettings, data: { n } };
  const plan = makePlan({
    workloads: [fakeWorkload(behaviour)],
    settings,
    words: ["c epoll", "cpython", "sockets"],
    absence: () => undefined,
  });
  return await runRounds({
    plan,
    settings,
    rounds,
    observer: observer ?? listener(),
    signal: (ending ?? new AbortController()).signal,
    ...(limit === undefined ? {} : { limit }),
  });
}

function roundsOf({ cells }: Outcome): Record<string, number[]> {
  return Object.fromEntries(
    cells.map(({ implementation, samples }) => [
      implementation.name,
      samples.map(({ round }) => round),
    ]),
  );
}

describe("the runner", { timeout: 60_000 }, () => {
  test("runs every cell once in each round, next to its neighbours, in a rotating order", async () => {
    const order: string[] = [];
    await run({
      n: [1, 2],
      onMeasure: ({ name }, { n }) => order.push(`${n} ${name}`),
    });
    const names = ["bsd-sockets epoll", "bsd-sockets select", "C epoll", "CPython epoll"];
    const later = [...names.slice(1), ...names.slice(0, 1)];
    assert.deepEqual(
      order,
      [names, later].flatMap((round) => [1, 2].flatMap((n) => round.map((name) => `${n} ${name}`))),
    );
  });

  test("keeps the values of each round", async () => {
    const { cells } = await run({ n: [10] });
    const wait = cells.find(({ implementation }) => implementation.name === "CPython epoll");
    const values = { wait: [80, 160, 240], total: [80_000] };
    assert.deepEqual(wait?.samples, [
      { round: 1, values },
      { round: 2, values },
    ]);
  });

  test("respects a workload's limit on rounds", async () => {
    const observer = listener();
    const outcome = await run({ rounds: 3, mostRounds: 1, observer });
    for (const rounds of Object.values(roundsOf(outcome))) assert.deepEqual(rounds, [1]);
    assert.equal(observer.ended.length, 3 * outcome.cells.length);
  });

  test("reports a failed cell, continues, and does not run it again", async () => {
    const observer = listener();
    const outcome = await run({ fail: "C epoll", observer });
    assert.deepEqual(roundsOf(outcome), {
      "bsd-sockets epoll": [1, 2],
      "bsd-sockets select": [1, 2],
      "C epoll": [],
      "CPython epoll": [1, 2],
    });
    assert.equal(observer.failures.length, 1);
    assert.deepEqual(outcome.failures, observer.failures);
    assert.match(observer.failures[0]!.message, /meant to fail/u);
    assert.equal(observer.ended.filter((cell) => cell.endsWith("C epoll")).length, 2);
  });

  test("kills a cell that hangs", async () => {
    const { failures, cells } = await run({ hang: "CPython epoll", limit: 2000, rounds: 1 });
    assert.deepEqual(
      failures.map(({ implementation, message }) => [implementation, message]),
      [["CPython epoll", "took longer than 2 seconds"]],
    );
    assert.equal(cells.filter(({ samples }) => samples.length === 1).length, 3);
  });

  test("ends early when aborted, with the results so far", async () => {
    const ending = new AbortController();
    const outcome = await run({
      ending,
      hang: "C epoll",
      onMeasure({ name }) {
        if (name === "C epoll") ending.abort();
      },
    });
    assert.deepEqual(outcome.failures, []);
    assert.deepEqual(roundsOf(outcome), {
      "bsd-sockets epoll": [1],
      "bsd-sockets select": [1],
      "C epoll": [],
      "CPython epoll": [],
    });
  });
});
