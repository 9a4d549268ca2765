import assert from "node:assert/strict";

import { test } from "vitest";

import {
  implementations,
  obstacle,
  pointsOf,
  quotients,
  runsOf,
} from "#internal/bench/ring-program.js";
import type { Settings } from "#internal/bench/workload.js";

const settings: Settings = { isQuick: false, hasPeers: false, data: {}, methods: [] };
const [best] = implementations;
const select = implementations.find(({ method }) => method === "select")!;

test("every runtime has every backend, and C with the best one comes first", () => {
  assert.equal(best?.runtime, "C");
  const names = implementations.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const runtime of ["C", "bsd-sockets", "CPython"]) {
    for (const method of ["poll", "select"]) assert.ok(names.includes(`${runtime} ${method}`));
  }
});

test("select is limited to FD_SETSIZE descriptors", () => {
  assert.equal(obstacle("ring", select, { n: 480, a: 1 }), undefined);
  assert.equal(obstacle("ring", select, { n: 481, a: 1 }), "select is limited to FD_SETSIZE");
  assert.equal(obstacle("idle", select, { n: 470, a: 11 }), "select is limited to FD_SETSIZE");
  assert.equal(obstacle("ring", best!, { n: 481, a: 1 }), undefined);
});

test("too many descriptors are an obstacle, and so are more active pairs than pairs", () => {
  assert.match(obstacle("ring", best!, { n: 1e12, a: 1 }) ?? "", /^it needs 2000000000064 desc/u);
  assert.equal(obstacle("ring", best!, { n: 10, a: 11 }), "a is above n");
  assert.equal(obstacle("idle", best!, { n: 10, a: 11 }), undefined);
});

test("a long run is an obstacle if each wait scans all descriptors", () => {
  const point = { n: 90, a: 1, w: 200_000 };
  const poll = implementations.find(({ method }) => method === "poll")!;
  assert.match(obstacle("ready", poll, point) ?? "", /^a run would take 6 seconds$/u);
  if (best!.method !== "poll") assert.equal(obstacle("ready", best!, point), undefined);
});

test("work is repeated 25 times, fewer times if it is long, or as often as requested", () => {
  const short = { n: 10, a: 1, w: 100 };
  const long = { n: 9000, a: 1, w: 100 };
  assert.equal(runsOf("epoll", short, settings), 25);
  assert.equal(runsOf("poll", long, settings), 1);
  const quick = runsOf("epoll", long, { ...settings, isQuick: true });
  assert.ok(quick >= 5 && quick <= runsOf("epoll", long, settings));
  assert.equal(runsOf("poll", long, { ...settings, data: { r: [7] } }), 7);
});

test("points are all combinations, and requested data replaces the default", () => {
  const usual = { n: [1, 2], a: (n: number) => [1, n] };
  const points = (data: Settings["data"]): unknown =>
    pointsOf({ ...settings, data }, usual, (a) => [10 * a]);
  assert.deepEqual(points({}), [
    { n: 1, a: 1, w: 10 },
    { n: 2, a: 1, w: 10 },
    { n: 2, a: 2, w: 20 },
  ]);
  assert.deepEqual(points({ n: [5], a: [3], w: [7, 8] }), [
    { n: 5, a: 3, w: 7 },
    { n: 5, a: 3, w: 8 },
  ]);
});

test("quotients are computed run by run", () => {
  assert.deepEqual(quotients([10, 20], [2, 5]), [5, 4]);
  assert.deepEqual(quotients([10, 20], 10), [1, 2]);
});
