// npm run faults: all programs and all methods under all faults. See docs/fault-injection.md.

import { parseArgs } from "node:util";

import { ShimFolder } from "./shim.ts";
import { Answers } from "./programs/answer.ts";
import { type Cell, nameOf, type Result } from "./programs/cell.ts";
import { cellsOf, runCells } from "./programs/matrix.ts";
import { programs } from "./programs/program.ts";
import { holds } from "./programs/rules.ts";
import { Runner } from "./programs/run-cell.ts";

const { values: options } = parseArgs({
  options: { program: { type: "string" }, call: { type: "string" } },
});

using shims = new ShimFolder();
using answers = await Answers.open();
const cells: Cell[] = [];
{
  await using runner = new Runner(shims, answers);
  for (const program of programs) {
    if (options.program !== undefined && program.name !== options.program) continue;
    const found = await cellsOf(program, runner);
    cells.push(...found.filter(({ fault }) => [undefined, fault.call].includes(options.call)));
  }
}
const results: Result[] = [];
await runCells(cells, { shims, answers }, (result) => {
  results.push(result);
  if (!holds(result.cell, result.kind)) {
    process.stdout.write(`${nameOf(result.cell)}: ${result.kind} ${result.detail}\n`);
  }
  if (results.length % 100 === 0) process.stderr.write(`${results.length} of ${cells.length}\n`);
});
const count = new Map<string, number>();
for (const { kind } of results) count.set(kind, (count.get(kind) ?? 0) + 1);
process.stdout.write(`${results.length} runs: ${JSON.stringify([...count])}\n`);
