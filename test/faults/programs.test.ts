// The programs under faults: cells that have failed before, and a random selection. npm run faults
// runs all of them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { test } from "vitest";

import { needsPreload } from "../support/blocking-lookup.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { root } from "../support/programs.ts";
import { newSeed, randomFrom } from "../support/random.ts";
import { needsTool } from "../support/tool.ts";
import { describeUnless, testUnless } from "../support/unless.ts";
import { Answers } from "./programs/answer.ts";
import { type Cell, nameOf, type Result } from "./programs/cell.ts";
import { allCells, runCells } from "./programs/matrix.ts";
import { programs } from "./programs/program.ts";
import { holds } from "./programs/rules.ts";
import { compare, straceCells } from "./programs/strace.ts";
import { ShimFolder } from "./shim.ts";

checkDescriptors();

const CHOSEN = 20;

function knownNames(): string[] {
  const lines = readFileSync(`${root}test/faults/known.txt`, "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

/** Cells that have failed before, and some others. */
function chosenFrom(cells: readonly Cell[], random: () => number): Cell[] {
  const known = knownNames().map((name) => {
    const cell = cells.find((each) => nameOf(each) === name);
    assert.ok(cell !== undefined, `known.txt names “${name}”, which is not a cell`);
    return cell;
  });
  const others = Array.from({ length: CHOSEN }, () => cells[Math.floor(random() * cells.length)]!);
  return [...known, ...others];
}

describeUnless(needsPreload)("programs under faults", { timeout: 240_000 }, () => {
  test("neither crash nor hang, and every other connection gets its bytes", async () => {
    const seed = newSeed();
    using shims = new ShimFolder();
    using answers = await Answers.open();
    const cells = chosenFrom(await allCells(programs, { shims, answers }), randomFrom(seed));
    const results: Result[] = [];
    await runCells(cells, { shims, answers }, (result) => results.push(result));
    const failed = results.filter(({ cell, kind }) => !holds(cell, kind));
    const told = failed.map(({ cell, kind, detail }) => `${nameOf(cell)}: ${kind}: ${detail}`);
    assert.deepEqual(told, [], `BSD_SOCKETS_SEED=${seed}`);
    assert.equal(results.length, cells.length);
    assert.ok(results.some(({ kind }) => kind !== "unharmed" && kind !== "not reached"));
  });

  testUnless(needsTool("strace"))("the shim has the same effect as strace", async () => {
    using shims = new ShimFolder();
    const cells = straceCells();
    const cell = cells[Math.floor(randomFrom(newSeed())() * cells.length)]!;
    const { strace, shim } = await compare(cell, shims);
    assert.equal(shim, strace, nameOf(cell));
  });
});
