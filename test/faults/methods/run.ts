// Runs the methods under faults in both languages, and compares them.

import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";

import { root, Running } from "../../support/programs.ts";
import { type ShimFolder, textOf } from "../shim.ts";
import type { Cell } from "./cell.ts";
import { faultOf, nameOf, type Twin } from "./rules.ts";

/** The result of a run. */
export interface MethodRun {
  readonly cells: readonly Cell[];
  /** How many cells were compared with CPython. */
  readonly compared: number;
  /** The failures, one line each. */
  readonly wrong: readonly string[];
}

const CHILD = fileURLToPath(new URL("./child.js", import.meta.url));
const TWIN = `${root}test/faults/methods/twin.py`;

/** Runs all cells; with a seed, some of them. */
export async function runMethods(shims: ShimFolder, seed?: number): Promise<MethodRun> {
  using ours = shims.make();
  using theirs = shims.make();
  const words = seed === undefined ? [] : [String(seed)];
  await using child = new Running(process.execPath, [CHILD, ...words], {
    env: { ...process.env, ...ours.environment() },
  });
  await using twin = new Running("python3", ["-u", TWIN], {
    stdio: "pipe",
    env: { ...process.env, ...theirs.environment("python") },
  });
  const cells: Cell[] = [];
  for await (const line of createInterface({ input: child.child.stdout! })) {
    const cell = JSON.parse(line) as Cell;
    cells.push(cell);
    const fault = cell.fault === null ? null : textOf(cell.fault);
    twin.child.stdin!.write(`${JSON.stringify([cell.operation, fault])}\n`);
  }
  twin.child.stdin!.end();
  for (const running of [child, twin]) {
    const status = await running.ends();
    if (status !== 0) throw new Error(`exited with ${status}:\n${running.stderr}`);
  }
  return judged(
    cells,
    twin.lines.map((line) => JSON.parse(line) as Twin),
  );
}

function judged(cells: readonly Cell[], twins: readonly Twin[]): MethodRun {
  const normals = new Map(
    cells.filter(({ fault }) => fault === null).map((cell) => [cell.operation, cell.outcome]),
  );
  const wrong = cells.flatMap((cell, index) => {
    const fault = faultOf(cell, normals.get(cell.operation)!, twins[index] ?? null);
    return fault === null ? [] : [`${nameOf(cell)}: ${fault}`];
  });
  const compared = twins.filter((twin) => twin !== null && twin.happened > 0).length;
  return { cells, compared, wrong };
}
