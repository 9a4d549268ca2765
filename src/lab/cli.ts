/**
 * The command `bsd-sockets lab`: lists the experiments, and runs them.
 *
 * @module
 */

import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";

import { type Command, InvalidArgumentError } from "commander";

import { nearest } from "../command/nearest.ts";
import { complain } from "../command/output.ts";
import { runCommand } from "../command/run.ts";
import { Ending } from "../command/signals.ts";
import { DONE, FAILED } from "../command/status.ts";
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
An experiment asks the kernel a question. Real processes make real calls, and each call is shown with
its system calls, its result, and how it changed the sockets. First you can predict the answer.

Examples:
  bsd-sockets lab
      list the experiments
  bsd-sockets lab half-close
      ask for your prediction, then run this experiment
  bsd-sockets lab --all
      run all experiments, and print a line for each
  bsd-sockets lab --all --no-ask --json
      print a line of JSON for each; the exit status is 0 if the kernel agrees with all of them
`;

/** The experiments that the command offers. */
export interface Catalogue {
  readonly experiments: readonly Experiment[];
  /** The URL of an experiment's file. */
  readonly moduleOf: (experiment: Experiment) => string;
}

/** The options as commander parses them. */
interface Given {
  readonly all?: true;
  readonly ask: boolean;
  readonly json?: true;
  readonly jobs?: number;
}

/** Defines the options and the action of `bsd-sockets lab`. */
export function defineLab(
  command: Command,
  catalogue: Catalogue = { experiments: ours, moduleOf: moduleOfOurs },
): void {
  command
    .description("Runs experiments with sockets, and shows what each call does and changes.")
    .usage("[options] [experiment...]")
    .argument("[experiment...]", "the experiments to run; without any, they are listed")
    .option("--all", "run all experiments")
    .option("--no-ask", "do not ask for a prediction first")
    .option("--json", "print a line of JSON for each experiment")
    .option(
      "--jobs <count>",
      "the number of experiments to run at a time, with --all or --json",
      positive,
    )
    .addHelpText("after", EXAMPLES)
    .action(async (names: string[], given: Given) => {
      const chosen = choose(command, catalogue.experiments, names, given);
      await runCommand("lab", async () => {
        if (chosen !== undefined) return await run(chosen, catalogue, given);
        list(catalogue.experiments, given.json === true);
        return DONE;
      });
    });
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,2}$/u.test(text))
    throw new InvalidArgumentError("It must be a number from 1 to 999.");
  return Number(text);
}

/** The experiments to run; undefined if none is requested. */
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

/** Suggests the nearest name, like commander does for commands. */
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

/** Runs experiments until the last one ends or Ctrl-C. Returns the exit status. */
async function run(
  chosen: readonly Experiment[],
  catalogue: Catalogue,
  given: Given,
): Promise<number> {
  using ending = new Ending();
  // Each running experiment adds a listener.
  setMaxListeners(0, ending.signal);
  process.once("exit", killAgents);
  try {
    const isShort = given.json === true || given.all === true;
    const runThem = isShort ? runShort : runLong;
    const verdicts = await runThem(chosen, catalogue, given, ending.signal);
    return ending.status ?? (verdicts.every(isGood) ? DONE : FAILED);
  } catch (error) {
    if (error instanceof KeyboardInterrupt) ending.interrupt();
    throw error;
  }
}

/** Runs the experiments and prints a line for each. */
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

/** Reports on stderr what was skipped or failed, also when the JSON on stdout says so. */
function sayWhatWentWrong({ experiment, skipped, error }: Verdict): void {
  if (skipped !== undefined) complain(`NOT RUN: ${experiment}: ${skipped}`);
  if (error !== undefined) complain(`${experiment}: ${error}`);
}

function summaryOf({ experiment, agrees, seconds }: Verdict): string {
  const word = agrees === null ? "not run " : agrees ? "agrees  " : "DIFFERS ";
  return `${word}  ${seconds.toFixed(1).padStart(5)} s  ${experiment}`;
}

/** Runs the experiments one by one, and shows each call. */
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
    const report = view.report.bind(view);
    const verdict = await runExperiment({
      experiment,
      module: moduleOf(experiment),
      report,
      signal,
    });
    verdicts.push(verdict);
    if (verdict.skipped !== undefined) sayWhatWentWrong(verdict);
    else if (!isOver(signal)) view.verdict(experiment, verdict, predicted);
  }
  return verdicts;
}

/** True if the signal was aborted; a function, because TypeScript assumes a property stays the same. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
