import assert from "node:assert/strict";

import { test } from "vitest";

import { flagNames } from "#internal/lab/names.js";

const flags = { LOW: 1, BOTH: 6, HIGHEST: 0x80000000, NONE: 0, missing: undefined };

test("flags are written by name, also the highest bit, and the rest as a number", () => {
  assert.equal(flagNames(flags, 1), "LOW");
  assert.equal(flagNames(flags, 0x80000001), "LOW | HIGHEST");
  assert.equal(flagNames(flags, 0x80000000 | 6), "BOTH | HIGHEST");
  assert.equal(flagNames(flags, 0x80000002), "HIGHEST | 0x2");
});
