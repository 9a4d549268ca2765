import { Argument, Command, InvalidArgumentError, Option } from "commander";

import { wholeNumber } from "../command/numbers.ts";
import { methods } from "./presence.ts";
import type { Settings, Workload } from "./workload.ts";

/** What the command line asks for. */
export interface Options {
  readonly workloads: readonly Workload[];
  readonly settings: Settings;
  readonly rounds: number;
  /** Words of which an implementation's name must have one; any when empty. */
  readonly words: readonly string[];
  readonly isList: boolean;
  /** Where to write the results as JSON. */
  readonly json?: string;
  /** Where to write the report. */
  readonly report?: string;
  /** Results of an earlier run, to show instead of a new one. */
  readonly from?: string;
}

/** The options that replace a workload's own data. */
const letters: readonly (readonly [letter: string, meaning: string])[] = [
  ["n", "how many connections, or socket pairs of the ring"],
  ["a", "how many of them are active"],
  ["w", "how many writes a run of the ring makes"],
  ["s", "bytes of a message"],
  ["r", "how often a process repeats the ring"],
];

/** Not a cell's data, but how a workload measures it. */
const REPEATS = "r";

const FULL_ROUNDS = 5;
const QUICK_ROUNDS = 3;

const EXAMPLES = `
Each cell, a workload with its data and an implementation, runs in a fresh process. A round runs
each once, with the implementations that are compared next to each other; ratios are medians of
the ratios within the rounds. The table goes to standard output, all else to standard error.
What is absent (python3, a C compiler, a backend) is skipped, and said.

Examples:
  bsd-sockets bench --quick
      everything, with few data and three short rounds, in about two minutes
  bsd-sockets bench ring -n 100,1000,9000 -a 1 -m epoll,poll --rounds 5
      one workload with data and backends of your own
  bsd-sockets bench --peers --json bench.json --report bench
      everything, beside Bun and koffi too; figures for machines, and a page with plots
  bsd-sockets bench --from bench.json --report bench
      the page again, from figures that were measured before

docs/benchmarks.md tells what each workload measures and how to read the report.
`;

const positive = wholeNumber(1);

const positives = (text: string): number[] => text.split(",").map(positive);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(",")
    .map((word) => word.trim());

type Data = Readonly<Record<string, readonly number[]>>;

function dataOf(text: string, before: Data): Data {
  const [, letter, numbers] = /^([a-z])=([\d,]+)$/u.exec(text) ?? [];
  if (letter !== undefined && numbers !== undefined)
    return { ...before, [letter]: positives(numbers) };
  throw new InvalidArgumentError(`“${text}” is not like c=1,16.`);
}

function methodsOf(text: string): string[] {
  const names = text.split(",");
  const wrong = names.find((name) => !methods.includes(name));
  if (wrong === undefined) return names;
  throw new InvalidArgumentError(`“${wrong}” is none of ${methods.join(", ")}.`);
}

/** Gives the command its arguments and options, and hands what they say to `action`. */
export function define(
  command: Command,
  workloads: readonly Workload[],
  action: (options: Options, command: Command) => Promise<void>,
): void {
  const names = workloads.map(({ name }) => name);
  command
    .usage("[options] [workload...]")
    .addArgument(
      new Argument("[workload...]", "which to run; all when none is named").choices(names),
    )
    .option("--quick", "few data and short runs")
    .option(
      "--rounds <count>",
      "how often each cell is measured; 5, or 3 of a quick run",
      positive,
    );
  for (const [letter, meaning] of letters) {
    command.option(`-${letter} <numbers>`, `${meaning}, in place of the workload's own`, positives);
  }
  command
    .option(
      "--data <letter=numbers...>",
      "the same for any letter of a workload: --list tells them",
      dataOf,
      {},
    )
    .option("-m <backends>", `only these backends: ${methods.join(", ")}`, methodsOf)
    .option("--only <words>", "only implementations with one of these in their names", wordsOf)
    .option("--peers", "install Bun and koffi with npm, and compare with them too")
    .option("--json <file>", "write all figures to this file")
    .option("--report <directory>", "write a page with plots into this directory")
    .addOption(
      new Option("--from <file>", "show figures that --json wrote; measure nothing").conflicts([
        "quick",
        "rounds",
        "peers",
      ]),
    )
    .option("--list", "list the workloads and their implementations")
    .addHelpText("after", EXAMPLES)
    .action(async (chosen: string[], given: Given) => {
      await action(read(workloads, chosen, given, command), command);
    });
}

/** The options as commander gives them. */
interface Given {
  readonly quick?: true;
  readonly rounds?: number;
  readonly n?: number[];
  readonly a?: number[];
  readonly w?: number[];
  readonly s?: number[];
  readonly r?: number[];
  readonly data: Data;
  readonly m?: string[];
  readonly only?: string[];
  readonly peers?: true;
  readonly json?: string;
  readonly report?: string;
  readonly from?: string;
  readonly list?: true;
}

function allData(given: Given): Data {
  const { n, a, w, s, r } = given;
  const data = Object.entries({ n, a, w, s, r, ...given.data });
  return Object.fromEntries(
    data.filter((entry): entry is [string, number[]] => entry[1] !== undefined),
  );
}

function read(
  workloads: readonly Workload[],
  chosen: readonly string[],
  given: Given,
  command: Command,
): Options {
  const isQuick = given.quick === true;
  const settings: Settings = {
    isQuick,
    hasPeers: given.peers === true,
    data: allData(given),
    methods: given.m ?? [],
  };
  const options = {
    workloads: workloads.filter(({ name }) => chosen.length === 0 || chosen.includes(name)),
    settings,
    rounds: given.rounds ?? (isQuick ? QUICK_ROUNDS : FULL_ROUNDS),
    words: given.only ?? [],
    isList: given.list === true,
    ...(given.json === undefined ? {} : { json: given.json }),
    ...(given.report === undefined ? {} : { report: given.report }),
    ...(given.from === undefined ? {} : { from: given.from }),
  };
  checkLetters(options, command);
  return options;
}

/** Data that no chosen workload has would be ignored without a word. */
function checkLetters({ workloads, settings }: Options, command: Command): void {
  const known = new Set(
    workloads.flatMap((workload) => workload.points(settings).flatMap(Object.keys)),
  ).add(REPEATS);
  for (const letter of Object.keys(settings.data)) {
    if (!known.has(letter)) command.error(`error: no chosen workload has data -${letter}`);
  }
}
