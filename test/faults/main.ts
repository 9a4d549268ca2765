// npm run faults: all programs and methods under all faults. See docs/fault-injection.md.

import { parseArgs } from "node:util";

import { needsTool } from "../support/tool.ts";
import { runMethods } from "./methods/run.ts";
import { programsPart, summaryOf, writePage } from "./page.ts";
import { Answers } from "./programs/answer.ts";
import { nameOf, type Result } from "./programs/cell.ts";
import { allCells, runCells } from "./programs/matrix.ts";
import { programs } from "./programs/program.ts";
import { holds } from "./programs/rules.ts";
import { compare, type Comparison, straceCells } from "./programs/strace.ts";
import { ShimFolder } from "./shim.ts";

const TELL_EVERY = 50;

function told(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Returns the values of `--program` and `--call`; undefined means all. */
function choice(): { program: string | undefined; call: string | undefined } {
  const { values } = parseArgs({
    options: { program: { type: "string" }, call: { type: "string" } },
  });
  if (values.program !== undefined && !programs.some(({ name }) => name === values.program)) {
    process.stderr.write(`--program must be the name of a program, not ${values.program}\n`);
    process.exit(2);
  }
  return { program: values.program, call: values.call };
}

const { program, call } = choice();
const isWhole = program === undefined && call === undefined;
const begun = performance.now();
using shims = new ShimFolder();
using answers = await Answers.open();

const all = await allCells(
  programs.filter(({ name }) => program === undefined || name === program),
  { shims, answers },
);
const cells = all.filter(({ fault }) => call === undefined || fault.call === call);
const results: Result[] = [];
await runCells(cells, { shims, answers }, (result) => {
  results.push(result);
  if (!holds(result.cell, result.kind)) {
    told(`FAILED ${nameOf(result.cell)}: ${result.kind}: ${result.detail}`);
  }
  if (results.length % TELL_EVERY !== 0) return;
  process.stderr.write(`${results.length} of ${cells.length}: ${nameOf(result.cell)}\n`);
});
// Several run at once; sort them so that the page has a fixed order.
results.sort((one, other) => cells.indexOf(one.cell) - cells.indexOf(other.cell));

const methods = isWhole ? await runMethods(shims) : { cells: [], compared: 0, wrong: [] };
for (const line of methods.wrong) told(`FAILED ${line}`);
const comparisons: Comparison[] = [];
const withoutStrace = isWhole ? needsTool("strace") : "this was a partial run";
if (withoutStrace !== false) told(`strace: ${withoutStrace}`);
else for (const cell of straceCells()) comparisons.push(await compare(cell, shims));
for (const { cell, strace, shim } of comparisons) {
  if (strace !== shim)
    told(`FAILED ${nameOf(cell)}: ${strace} under strace, ${shim} under the shim`);
}

const seconds = (performance.now() - begun) / 1000;
const findings = { results, methods, comparisons, seconds };
told(summaryOf(findings));
if (isWhole) await writePage(findings);
else told(programsPart(results));
const hasFailed =
  results.some(({ cell, kind }) => !holds(cell, kind)) ||
  methods.wrong.length > 0 ||
  comparisons.some(({ strace, shim }) => strace !== shim);
process.exitCode = hasFailed ? 1 : 0;
