// npm run differential: more random sequences, or the hand-written ones.
//
//   npm run differential -- --count 100000          that many random sequences, with a new seed
//   npm run differential -- --count 1 --seed 4711   repeats one
//   npm run differential -- timeout                 hand-written sequences whose names contain the word

import { parseArgs } from "node:util";

import { newSeed } from "../support/random.ts";
import { allCases } from "./cases/index.ts";
import { check } from "./check.ts";
import { runRandom } from "./random/run.ts";
import { describe } from "./report.ts";
import { type Sides, withSides } from "./side.ts";

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "1000" }, seed: { type: "string" } },
});

async function runWritten(sides: Sides): Promise<void> {
  const chosen = allCases.filter(({ name }) => words.some((word) => name.includes(word)));
  let calls = 0;
  for (const { name, steps } of chosen) {
    const { unexpected, missing, vainWaits } = await check(sides, steps);
    calls += steps.length;
    if (missing.length > 0) console.log(`${name}: the package has no ${missing.join(", ")}`);
    else if (unexpected !== undefined) console.log(`${name}: ${describe(unexpected)}\n`);
    if (vainWaits.length > 0) console.log(`${name}: waited in vain: ${vainWaits.join(", ")}`);
  }
  console.log(`${chosen.length} sequences, ${calls} calls`);
}

async function runMany(sides: Sides): Promise<void> {
  const seed = values.seed === undefined ? newSeed() : Number(values.seed);
  const count = Number(values.count);
  console.log(`--count ${count} --seed ${seed}`);
  const { calls, vain } = await runRandom(sides, seed, count);
  console.log(`${count} sequences, ${calls} calls, no unexpected difference`);
  for (const steps of vain) console.log(`It waited in vain in this one:\n${steps.join("\n")}`);
}

await withSides(words.length > 0 ? runWritten : runMany);
