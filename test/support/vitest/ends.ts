import assert from "node:assert/strict";

import { beforeAll, describe, test } from "vitest";

test("passes", () => {
  assert.ok(true);
});

test("fails", () => {
  assert.ok(false);
});

test.skip("is skipped", () => {
  assert.ok(false);
});

describe("a suite whose hook fails", () => {
  beforeAll(() => {
    throw new Error("a hook's");
  });

  test("is not reached", () => {
    assert.ok(true);
  });
});
