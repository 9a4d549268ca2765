import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { inspect } from "node:util";

import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { inNamespace, needsNamespace } from "../../support/namespace.ts";
import { root } from "../../support/programs.ts";
import { testUnless } from "../../support/unless.ts";
import { answer, encode } from "./answer.ts";
import { askingCalls, type Call, callsByCase } from "./calls.ts";

checkDescriptors();

const NAMES = `${root}test/support/python/names.py`;

/** Returns the results of a program for the calls it reads. */
function answersOf(command: readonly string[], calls: readonly Call[]): unknown[] {
  const [file = "", ...words] = command;
  const input = JSON.stringify({ calls: calls.map(([name, ...values]) => [name, encode(values)]) });
  return JSON.parse(execFileSync(file, words, { input, encoding: "utf8" })) as unknown[];
}

function compare(calls: readonly Call[], ours: unknown[], expected: unknown[]): void {
  assert.equal(expected.length, calls.length);
  calls.forEach((call, index) => {
    assert.deepEqual(ours[index], expected[index], inspect(call));
  });
}

for (const [title, calls] of Object.entries(callsByCase)) {
  test(`${title} return the same as in CPython, call by call`, () => {
    compare(calls, calls.map(answer), answersOf(["python3", NAMES], calls));
  });
}

const ANSWERS = `
  import { readFileSync } from "node:fs";
  import { answer, decode } from ${JSON.stringify(new URL("answer.js", import.meta.url).href)};
  const { calls } = JSON.parse(readFileSync(0, "utf8"));
  console.log(JSON.stringify(calls.map(([name, values]) => answer([name, ...decode(values)]))));`;

testUnless(needsNamespace("--net"))(
  "A17: without a reachable name server, each lookup fails like CPython's",
  () => {
    const ours = [...inNamespace("--net"), process.execPath, "--input-type=module", "-e", ANSWERS];
    const theirs = [...inNamespace("--net"), "python3", NAMES];
    compare(askingCalls, answersOf(ours, askingCalls), answersOf(theirs, askingCalls));
  },
);
