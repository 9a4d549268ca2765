import assert from "node:assert/strict";

import { test } from "vitest";

import { compare } from "./compare.ts";
import type { Failure, Json, Outcome } from "./outcome.ts";

const failure: Failure = { error: "OSError", errno: 9, message: "[Errno 9] Bad file descriptor" };

function aspects(cpython: Outcome, ours: Outcome): readonly string[] {
  const [first] = compare(
    ["step"],
    { outcomes: [cpython], left: [] },
    { outcomes: [ours], left: [] },
  );
  return first?.aspects ?? [];
}

test("every part of an outcome is compared", () => {
  assert.deepEqual(aspects({ value: [1, { bytes: "00" }] }, { value: [1, { bytes: "00" }] }), []);
  assert.deepEqual(aspects({ value: [1, { bytes: "00" }] }, { value: [1, { bytes: "01" }] }), [
    "value",
  ]);
  assert.deepEqual(aspects({ value: null }, { value: 0 }), ["value"]);
  assert.deepEqual(aspects({ value: null }, failure), ["outcome"]);
  assert.deepEqual(aspects(failure, { ...failure }), []);
  assert.deepEqual(aspects(failure, { ...failure, error: "TimeoutError" }), ["class"]);
  assert.deepEqual(aspects(failure, { ...failure, errno: null }), ["errno"]);
  assert.deepEqual(aspects(failure, { ...failure, message: "" }), ["message"]);
  assert.deepEqual(aspects({ ...failure, errors: [failure] }, { ...failure, errors: [] }), [
    "errors",
  ]);
});

test("an open descriptor at the end is a difference", () => {
  const [difference] = compare([], { outcomes: [], left: [] }, { outcomes: [], left: [101] });
  assert.deepEqual(difference?.aspects, ["left open"]);
});

test("values that the kernel chose are compared by where they reappear, not by number", () => {
  const address = (port: number): Json => ["127.0.0.1", port];
  const differs = (cpython: Json[], ours: Json[]): boolean =>
    aspects({ value: cpython }, { value: ours }).length > 0;
  assert.equal(differs([address(40001), address(40002)], [address(50001), address(50002)]), false);
  assert.equal(differs([address(40001), address(40001)], [address(50001), address(50002)]), true);
  assert.equal(differs([address(0)], [address(50001)]), true);
  assert.equal(differs([address(40001), "40001"], [address(50001), "50001"]), false);
  assert.equal(differs(["<laddr=('::1', 40001)>"], ["<laddr=('::1', 50001)>"]), false);
  assert.equal(differs([{ bytes: "003132616266" }], [{ bytes: "003031626364" }]), false);
  assert.equal(differs([{ bytes: "003132616266" }], [{ bytes: "0031326162" }]), true);
});
