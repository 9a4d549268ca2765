// npm run fuzz: fuzzes the targets for some minutes. See docs/fuzzing.md.
//
//   npm run fuzz -- --minutes 20                       all of them, one after the other
//   npm run fuzz -- --minutes 1 --target packets       one of them
//   npm run fuzz -- --seed 4711                        repeats the same choices

import { parseArgs } from "node:util";

import { newSeed } from "../support/random.ts";
import { describeFigures, type Result, summary } from "./report.ts";
import type { Target } from "./target.ts";
import { targets } from "./targets/index.ts";

const MILLISECONDS = 60_000;

interface Wanted {
  readonly minutes: number;
  readonly seed: number;
  readonly chosen: readonly Target[];
}

function refuse(message: string): never {
  console.error(`npm run fuzz: ${message}`);
  process.exit(2);
}

function numberOf(name: string, text: string, isGood: (value: number) => boolean): number {
  const value = Number(text);
  return text.trim() !== "" && isGood(value)
    ? value
    : refuse(`--${name} must be a number, not "${text}"`);
}

function choose(name: string | undefined): readonly Target[] {
  const chosen = targets.filter((target) => name === undefined || target.name === name);
  if (chosen.length > 0) return chosen;
  const names = targets.map((target) => target.name).join(", ");
  return refuse(`--target must be one of ${names}, not "${String(name)}"`);
}

function read(): Wanted {
  const strings = { minutes: "string", target: "string", seed: "string" } as const;
  const options = Object.fromEntries(
    Object.entries(strings).map(([name, type]) => [name, { type }]),
  );
  try {
    const { values } = parseArgs({ options });
    const { minutes = "1", target, seed } = values as Partial<Record<keyof typeof strings, string>>;
    return {
      minutes: numberOf("minutes", minutes, (value) => value > 0 && Number.isFinite(value)),
      seed: seed === undefined ? newSeed() : numberOf("seed", seed, Number.isSafeInteger),
      chosen: choose(target),
    };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

async function fuzzOne(target: Target, seed: number, milliseconds: number): Promise<Result> {
  const { name } = target;
  const missing = target.missing();
  if (missing !== false) {
    console.log(`${name}: ${missing}`);
    return { name, missing };
  }
  const until = performance.now() + milliseconds;
  const figures = await target.fuzz({ seed, until, keepsCorpus: true });
  console.log(`${name}: ${describeFigures(figures)}`);
  return { name, figures };
}

async function main(): Promise<void> {
  const { minutes, seed, chosen } = read();
  console.log(`--minutes ${minutes} --seed ${seed}: ${chosen.map(({ name }) => name).join(", ")}`);
  const results: Result[] = [];
  try {
    for (const target of chosen) {
      results.push(await fuzzOne(target, seed, (minutes * MILLISECONDS) / chosen.length));
    }
  } finally {
    for (const target of chosen) await target.close();
  }
  console.log(summary(results));
  console.log(JSON.stringify({ minutes, seed, results }));
  if (results.some(({ figures }) => (figures?.crashes.length ?? 0) > 0)) process.exitCode = 1;
}

await main();
