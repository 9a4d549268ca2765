// npm run abuse: load and abuse for the message server, on the loopback.
//
//   npm run abuse                                    everything, with a soak of ten minutes
//   npm run abuse -- --scenario silent --scenario full
//   npm run abuse -- --scenario soak --minutes 60
//   npm run abuse -- --short                         as npm test does
//   npm run abuse -- --report docs/abuse.md          put the results into a page

import { parseArgs } from "node:util";

import { newSeed, randomFrom } from "../support/random.ts";
import { catalogue, type Entry } from "./catalogue.ts";
import { needsDescriptors } from "./needs.ts";
import { summary, writeReport } from "./report.ts";
import type { Result } from "./result.ts";
import { full, short } from "./run.ts";

const WRONG_ARGUMENTS = 2;
const INTERRUPTED = 130;
const MOST_CONNECTIONS = 5200;

const options = {
  scenario: { type: "string", multiple: true, default: [] as string[] },
  minutes: { type: "string", default: "10" },
  seed: { type: "string" },
  short: { type: "boolean", default: false },
  report: { type: "string" },
} as const;

function refuse(text: string): never {
  process.stderr.write(`abuse: ${text}\n`);
  process.exit(WRONG_ARGUMENTS);
}

function given(): ReturnType<typeof parseArgs<{ options: typeof options }>>["values"] {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const values = given();

function chosen(): readonly Entry[] {
  const names = catalogue.map(({ name }) => name);
  const unknown = values.scenario.find((name) => !names.includes(name));
  if (unknown !== undefined)
    refuse(`--scenario must be one of ${names.join(", ")}, not ${unknown}`);
  return catalogue.filter(
    ({ name }) => values.scenario.length === 0 || values.scenario.includes(name),
  );
}

function minutes(): number {
  const number = Number(values.minutes);
  if (!(number > 0)) refuse(`--minutes must be a number of minutes, not “${values.minutes}”`);
  return number;
}

// The servers must end with this process.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(INTERRUPTED));

const obstacle = needsDescriptors(values.short ? 0 : MOST_CONNECTIONS);
if (obstacle !== false) refuse(obstacle);
const seed = values.seed === undefined ? newSeed() : Number(values.seed);
const order = {
  extent: values.short ? short : full,
  soakSeconds: minutes() * 60,
  random: randomFrom(seed),
};
console.log(`--seed ${seed}`);

const results: Result[] = [];
for (const entry of chosen()) {
  process.stderr.write(`${entry.name} …\n`);
  const obstacleHere = entry.obstacle?.() ?? false;
  if (obstacleHere !== false) {
    console.log(`${entry.name}: ${obstacleHere}`);
    continue;
  }
  try {
    results.push(...(await entry.run(order)));
  } catch (error) {
    console.log(`${entry.name} failed: ${String(error)}`);
    process.exitCode = 1;
  }
}
console.log(summary(results));
console.log(JSON.stringify(results));
for (const { name, problems } of results) {
  for (const problem of problems) console.log(`${name}: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
const command = ["npm run abuse", ...(process.argv.length > 2 ? ["--"] : [])];
const words = process.argv
  .slice(2)
  .filter((word) => !word.includes("report") && !word.includes(".md"));
if (values.report !== undefined) {
  writeReport(values.report, [...command, ...words].join(" ").replace(/ --$/u, ""), results);
}
