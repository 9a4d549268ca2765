import assert from "node:assert/strict";

import { test } from "vitest";

import { nearest } from "#internal/command/nearest.js";

const names = ["half-close", "time-wait", "would-block", "peek", "seek"];

test("the nearest names come first", () => {
  assert.deepEqual(nearest("half-clos", names), ["half-close"]);
  assert.deepEqual(nearest("pek", names), ["peek", "seek"]);
});

test("an unlike name has none", () => {
  assert.deepEqual(nearest("nothing-of-the-kind", names), []);
  assert.deepEqual(nearest("peek", []), []);
});
