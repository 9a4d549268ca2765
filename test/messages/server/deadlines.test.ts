import assert from "node:assert/strict";

import { test } from "vitest";

import { Deadlines } from "#internal/messages/server/deadlines.js";

test("items expire in the order they were started, and restarting counts", () => {
  const deadlines = new Deadlines<string>(2);
  assert.equal(deadlines.next, Infinity);
  deadlines.start("a", 0);
  deadlines.start("b", 500);
  deadlines.start("c", 600);
  assert.equal(deadlines.next, 2000);
  deadlines.start("a", 700);
  deadlines.stop("b");
  assert.deepEqual([deadlines.next, deadlines.has("a"), deadlines.has("b")], [2600, true, false]);
  assert.equal(deadlines.takeExpired(2599), undefined);
  assert.equal(deadlines.takeExpired(3000), "c");
  assert.equal(deadlines.takeExpired(3000), "a");
  assert.equal(deadlines.takeExpired(3000), undefined);
});

test("an infinite timeout never expires", () => {
  const deadlines = new Deadlines<string>(Infinity);
  deadlines.start("a", 0);
  assert.deepEqual([deadlines.next, deadlines.takeExpired(1e15)], [Infinity, undefined]);
});
