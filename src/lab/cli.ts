/**
 * The command `bsd-sockets lab`: lists the experiments, and runs them.
 *
 * @module
 */

import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";

import { type Command, InvalidArgumentError } from "commander";

import { nearest } from "../command/nearest.ts";
import { KeyboardInterrupt } from "../errors.ts";
import { askPrediction, canAsk } from "./ask.ts";
import type { Experiment } from "./experiment.ts";
import { experiments as ours, moduleOf as moduleOfOurs } from "./experiments/index.ts";
import { runMany } from "./many.ts";
import { killAgents } from "./remote/agent.ts";
import { runExperiment } from "./runner.ts";
import { TerminalView } from "./terminal.ts";
import { isGood, type Verdict } from "./verdict.ts";

const EXAMPLES = `
An experiment asks the kernel a question: real processes make real calls, and each is shown with its
system calls, its result, and what it changed at the sockets. Before, you can say what you expect.

Examples:
  bsd-sockets lab
      the list of experiments
  bsd-sockets lab half-close
      one of them, with a question first
  bsd-sockets lab --all
      all of them, a line each
  bsd-sockets lab --all --no-ask --json
      a line of JSON for each; the exit status is 0 if the kernel did what all of them expect
`;

const FAILED = 1;
/** What shells show for a program that a signal has ended. */
const ENDED = { SIGINT: 130, SIGTERM: 143 } as const;
const NOBODY_READS = 141;

/** The experiments that a command knows. */
export interface Catalogue {
  readonly experiments: readonly Experiment[];
  /** The file of one, as a URL. */
  readonly moduleOf: (experiment: Experiment) => string;
}

/** The options as commander gives them. */
interface Given {
  readonly all?: true;
  readonly ask: boolean;
  readonly json?: true;
  readonly jobs?: number;
}

/** Makes `command` the laboratory. */
export function defineLab(
  command: Command,
  catalogue: Catalogue = { experiments: ours, moduleOf: moduleOfOurs },
): void {
  command
    .description("Asks the kernel: experiments with sockets, each call shown with what it changes.")
    .usage("[options] [experiment...]")
    .argument("[experiment...]", "which to run; without any, they are listed")
    .option("--all", "run all of them")
    .option("--no-ask", "do not ask for a prediction first")
    .option("--json", "print a line of JSON for each")
    .option("--jobs <count>", "how many run at a time, with --all or --json", positive)
    .addHelpText("after", EXAMPLES)
    .action(async (names: string[], given: Given) => {
      const chosen = choose(command, catalogue.experiments, names, given);
      // Whoever read this has seen enough.
      process.stdout.on("error", () => process.exit(NOBODY_READS));
      if (chosen === undefined) list(catalogue.experiments, given.json === true);
      else process.exitCode = await run(chosen, catalogue, given);
    });
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,2}$/u.test(text))
    throw new InvalidArgumentError("It is a number from 1 to 999.");
  return Number(text);
}

/** The experiments to run; undefined when none is asked for. */
function choose(
  command: Command,
  experiments: readonly Experiment[],
  names: readonly string[],
  { all }: Given,
): readonly Experiment[] | undefined {
  const unknown = names.find((name) => !experiments.some((one) => one.name === name));
  if (unknown !== undefined) {
    const message = `error: there is no experiment '${unknown}'${suggestion(experiments, unknown)}`;
    command.error(message);
  }
  if (all === true) return experiments;
  if (names.length === 0) return undefined;
  return names.map((name) => experiments.find((one) => one.name === name)!);
}

/** As commander does it for commands. */
function suggestion(experiments: readonly Experiment[], unknown: string): string {
  const [near] = nearest(
    unknown,
    experiments.map(({ name }) => name),
  );
  return near === undefined ? "" : `\n(Did you mean ${near}?)`;
}

function list(experiments: readonly Experiment[], isJson: boolean): void {
  const width = Math.max(...experiments.map(({ name }) => name.length));
  for (const { name, title } of experiments) {
    print(isJson ? JSON.stringify({ name, title }) : `${name.padEnd(width)}  ${title}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs experiments until their end or Ctrl-C; gives the exit status. */
async function run(
  chosen: readonly Experiment[],
  catalogue: Catalogue,
  given: Given,
): Promise<number> {
  const ending = new AbortController();
  // Each experiment that runs listens to it.
  setMaxListeners(0, ending.signal);
  const interrupt = (signal: keyof typeof ENDED): void => {
    ending.abort(ENDED[signal]);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupt);
  process.once("exit", killAgents);
  try {
    const isShort = given.json === true || given.all === true;
    const runThem = isShort ? runShort : runLong;
    const verdicts = await runThem(chosen, catalogue, given, ending.signal);
    if (ending.signal.aborted) return ending.signal.reason as number;
    return verdicts.every(isGood) ? 0 : FAILED;
  } catch (error) {
    if (!(error instanceof KeyboardInterrupt)) throw error;
    interrupt("SIGINT");
    return ENDED.SIGINT;
  } finally {
    process.removeListener("SIGINT", interrupt).removeListener("SIGTERM", interrupt);
  }
}

/** A line for each. */
async function runShort(
  chosen: readonly Experiment[],
  { moduleOf }: Catalogue,
  { json, jobs = availableParallelism() }: Given,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  const runOne = async (experiment: Experiment): Promise<Verdict> =>
    await runExperiment({ experiment, module: moduleOf(experiment), signal });
  return await runMany(chosen, runOne, jobs, (verdict) => {
    if (signal.aborted) return;
    sayWhatWentWrong(verdict);
    print(json === true ? JSON.stringify(verdict) : summaryOf(verdict));
  });
}

/** That something was not run, or failed, is for people, who may not read the JSON. */
function sayWhatWentWrong({ experiment, skipped, error }: Verdict): void {
  if (skipped !== undefined) process.stderr.write(`NOT RUN: ${experiment}: ${skipped}\n`);
  if (error !== undefined) process.stderr.write(`${experiment}: ${error}\n`);
}

function summaryOf({ experiment, agrees, seconds }: Verdict): string {
  const word = agrees === null ? "not run " : agrees ? "agrees  " : "DIFFERS ";
  return `${word}  ${seconds.toFixed(1).padStart(5)} s  ${experiment}`;
}

/** One after the other, each call shown. */
async function runLong(
  chosen: readonly Experiment[],
  { moduleOf }: Catalogue,
  { ask }: Given,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const experiment of chosen) {
    if (isOver(signal)) break;
    const view = new TerminalView(process.stdout);
    view.begin(experiment);
    view.ask(experiment);
    const predicted = ask && canAsk() ? await askPrediction(experiment, signal) : undefined;
    if (isOver(signal)) break;
    const tell = view.tell.bind(view);
    const verdict = await runExperiment({ experiment, module: moduleOf(experiment), tell, signal });
    verdicts.push(verdict);
    if (verdict.skipped !== undefined) sayWhatWentWrong(verdict);
    else if (!isOver(signal)) view.verdict(experiment, verdict, predicted);
  }
  return verdicts;
}

/** Asked anew each time: it changes while something is awaited. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
