import { Argument, Command, InvalidArgumentError, Option } from "commander";

import { wholeNumber } from "../command/numbers.ts";
import { methods } from "./presence.ts";
import type { Settings, Workload } from "./workload.ts";

/** The parsed command line. */
export interface Options {
  readonly workloads: readonly Workload[];
  readonly settings: Settings;
  readonly rounds: number;
  /** Measures only implementations whose name contains one of these; all if empty. */
  readonly words: readonly string[];
  readonly isList: boolean;
  /** The file for the results as JSON. */
  readonly json?: string;
  /** The directory for the report. */
  readonly report?: string;
  /** The file with results of an earlier run to show. */
  readonly from?: string;
}

/** The options that replace a workload's default data. */
const letters: readonly (readonly [letter: string, meaning: string])[] = [
  ["n", "the number of connections, or of socket pairs in the ring"],
  ["a", "the number of active ones"],
  ["w", "the number of writes in a run of the ring"],
  ["s", "the size of a message in bytes"],
  ["r", "how often a process repeats the ring"],
];

/** This letter is not part of a cell's data. */
const REPEATS = "r";

const FULL_ROUNDS = 5;
const QUICK_ROUNDS = 3;

const EXAMPLES = `
A cell is a workload with its data and an implementation. It runs in a fresh process. A round runs
each cell once, and implementations that are compared run one after the other. A ratio is the median
of the ratios within each round. The tables go to standard output, everything else to standard
error. If something is missing (python3, a C compiler, a backend), its cells are skipped, with a note
on standard error.

Examples:
  bsd-sockets bench --quick
      run all workloads with little data and three short rounds, in about two minutes
  bsd-sockets bench ring -n 100,1000,9000 -a 1 -m epoll,poll --rounds 5
      run one workload with your own data and backends
  bsd-sockets bench --peers --json bench.json --report bench
      include Bun and koffi; write the figures as JSON, and a report with plots
  bsd-sockets bench --from bench.json --report bench
      write the report again from these figures, without measuring

docs/benchmarks.md explains what each workload measures and how to read the report.
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
  throw new InvalidArgumentError(`“${text}” does not have the form c=1,16.`);
}

function methodsOf(text: string): string[] {
  const names = text.split(",");
  const wrong = names.find((name) => !methods.includes(name));
  if (wrong === undefined) return names;
  throw new InvalidArgumentError(`“${wrong}” is not a backend: use ${methods.join(", ")}.`);
}

/** Defines the command's arguments and options, and calls `action` with the parsed ones. */
export function define(
  command: Command,
  workloads: readonly Workload[],
  action: (options: Options, command: Command) => Promise<void>,
): void {
  const names = workloads.map(({ name }) => name);
  command
    .usage("[options] [workload...]")
    .addArgument(
      new Argument("[workload...]", "the workloads to run; by default all").choices(names),
    )
    .option("--quick", "run with little data and short runs")
    .option(
      "--rounds <count>",
      "how often to measure each cell; by default 5, with --quick 3",
      positive,
    );
  for (const [letter, meaning] of letters) {
    command.option(
      `-${letter} <numbers>`,
      `${meaning}, instead of the workload's default`,
      positives,
    );
  }
  command
    .option(
      "--data <letter=numbers...>",
      "the same for any letter of a workload; --list shows them",
      dataOf,
      {},
    )
    .option("-m <backends>", `measure only these backends: ${methods.join(", ")}`, methodsOf)
    .option(
      "--only <words>",
      "measure only implementations whose names contain one of these",
      wordsOf,
    )
    .option("--peers", "install Bun and koffi with npm, and include them")
    .option("--json <file>", "write all figures to this file")
    .option("--report <directory>", "write a report with plots into this directory")
    .addOption(
      new Option("--from <file>", "show figures that --json wrote, without measuring").conflicts([
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

/** The options as commander parses them. */
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

/** Rejects data that no chosen workload has, which would otherwise be silently ignored. */
function checkLetters({ workloads, settings }: Options, command: Command): void {
  const known = new Set(
    workloads.flatMap((workload) => workload.points(settings).flatMap(Object.keys)),
  ).add(REPEATS);
  for (const letter of Object.keys(settings.data)) {
    if (!known.has(letter))
      command.error(`error: none of the workloads to run has data -${letter}`);
  }
}
