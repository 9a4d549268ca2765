import assert from "node:assert/strict";

import { test } from "vitest";

import { formatPoint } from "#internal/bench/format-point.js";

test("the data of a cell is written as letters with values", () => {
  assert.equal(formatPoint({ n: 9000, a: 1 }), "n=9000 a=1");
});
