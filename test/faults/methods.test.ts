// Each method, with its system calls failing one at a time. test/faults/methods/rules.ts says what
// must hold.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

import { describe, test } from "vitest";

import { needsPreload } from "../support/blocking-lookup.ts";
import { root } from "../support/programs.ts";
import { newSeed } from "../support/random.ts";
import { describeUnless } from "../support/unless.ts";
import { table } from "./errnos.ts";
import { runMethods } from "./methods/run.ts";
import { SHIM_CALLS, ShimFolder } from "./shim.ts";

// Calls of other systems, such as macOS.
const ELSEWHERE = new Set(["accept", "pipe", "kqueue", "kevent"]);

/** The calls that the addon records, which are all that it makes. */
function recordedCalls(): string[] {
  const folder = `${root}native/trace/recorded/`;
  const text = readdirSync(folder).map((file) => readFileSync(folder + file, "utf8"));
  const names = [...text.join("\n").matchAll(/kName = "(\w+)"/gu)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => !ELSEWHERE.has(name)).sort();
}

describe("the table of errnos", () => {
  test("has a row for each system call of the addon", () => {
    assert.deepEqual([...table.keys()].sort(), recordedCalls());
    assert.deepEqual([...SHIM_CALLS].sort(), recordedCalls());
  });
});

describeUnless(needsPreload)("methods under faults", { timeout: 240_000 }, () => {
  test("have the same outcomes as CPython's, and leak nothing", async () => {
    const seed = newSeed();
    using shims = new ShimFolder();
    const { cells, compared, wrong } = await runMethods(shims, seed);
    assert.deepEqual(wrong, [], `BSD_SOCKETS_SEED=${seed}`);
    const reached = new Set(cells.map(({ fault }) => fault?.call).filter((call) => call));
    assert.deepEqual([...reached].sort(), recordedCalls());
    const happened = cells.filter(({ outcome }) => outcome.happened > 0).length;
    assert.ok(happened > 500 && compared > 400, `${happened} happened, ${compared} compared`);
  });
});
