import assert from "node:assert/strict";

import { test } from "vitest";

import { flags, named, quote } from "#internal/trace/notation.js";

test("bytes are printed as C strings", () => {
  assert.equal(quote(Buffer.from("plain")), '"plain"');
  assert.equal(quote(Buffer.from('\t\n\v\f\r"\\')), String.raw`"\t\n\v\f\r\"\\"`);
  assert.equal(quote(Buffer.from([0, 1, 0x7f, 0xff])), String.raw`"\0\1\177\377"`);
});

test("an octal escape before a digit has all its digits", () => {
  assert.equal(quote(Buffer.from([1, 0x30, 1, 0x41])), String.raw`"\0010\1A"`);
});

test("dots stand for omitted data", () => {
  assert.equal(quote(Buffer.from("beginning"), 100), '"beginning"...');
  assert.equal(quote(Buffer.from("all"), 3), '"all"');
});

test("flags have names, and the rest is hexadecimal", () => {
  const names = new Map([
    [1, "A"],
    [2, "B"],
    [0x80000000, "TOP"],
  ]);
  assert.equal(flags(0, names), "0");
  assert.equal(flags(3, names), "A|B");
  assert.equal(flags(0x11, names), "A|0x10");
  assert.equal(flags(-0x80000000, names), "TOP");
});

test("a value without a name has a comment", () => {
  assert.equal(named(1, new Map([[1, "ONE"]]), "N_"), "ONE");
  assert.equal(named(2, new Map([[1, "ONE"]]), "N_"), "0x2 /* N_??? */");
});
