/**
 * The command `bsd-sockets bench`: runs the benchmark and shows the results.
 *
 * @module
 */

import { readFileSync, writeFileSync } from "node:fs";

import type { Command } from "commander";

import { CommandFailure, runCommand } from "../command/run.ts";
import { Ending } from "../command/signals.ts";
import { DONE, FAILED } from "../command/status.ts";
import { describeMachine, readVersions } from "./machine.ts";
import { define, type Options } from "./options.ts";
import { installPeers } from "./peers.ts";
import { makePlan, type Plan, skipLines } from "./plan.ts";
import { findAbsences } from "./presence.ts";
import { printList, printResults } from "./print.ts";
import { killAll } from "./processes.ts";
import { makeProgress } from "./progress.ts";
import { judge } from "./ratios.ts";
import { loadPlotLibrary, type PlotLibrary } from "./report/plot-library.ts";
import { writeReport } from "./report/write.ts";
import { type Results, workloadResults } from "./results.ts";
import { type Outcome, runRounds } from "./runner.ts";
import type { Workload } from "./workload.ts";
import { workloads as allWorkloads } from "./workloads/index.ts";

/** Defines the options and the action of `bsd-sockets bench`. */
export function defineBench(command: Command, workloads: readonly Workload[] = allWorkloads): void {
  command.description("Compares the speed of this package with C, CPython, Node.js and others.");
  define(command, workloads, async (options) => {
    await runCommand("bench", () => bench(options));
  });
}

/** Runs the command, and returns the exit status. */
async function bench(options: Options): Promise<number> {
  // Report a missing library before half an hour of measuring, not after.
  const library = options.report === undefined ? undefined : await loadPlotLibrary();
  if (options.isList) {
    printList(options, findAbsences(options.settings), process.stdout);
    return DONE;
  }
  if (options.from !== undefined) return show(readResults(options.from), options, library);
  if (options.settings.hasPeers) installPeers();
  return await measure(options, library);
}

async function measure(options: Options, library?: PlotLibrary): Promise<number> {
  const { settings, workloads, words } = options;
  const plan = makePlan({ workloads, settings, words, absence: findAbsences(settings) });
  const started = new Date();
  const { outcome, interrupted } = await runWithProgress(plan, options);
  const isInterrupted = interrupted !== undefined;
  const results = resultsOf({ plan, outcome, options, started, isInterrupted });
  const status = show(results, options, library);
  return interrupted ?? status;
}

/** Runs the plan until it is done or a signal ends it; returns that signal's exit status too. */
async function runWithProgress(
  plan: Plan,
  { settings, rounds }: Options,
): Promise<{ outcome: Outcome; interrupted: number | undefined }> {
  using ending = new Ending();
  const cells = plan.groups.reduce((sum, { implementations }) => sum + implementations.length, 0);
  const observer = makeProgress(process.stderr, cells, rounds);
  process.once("exit", killAll);
  try {
    for (const line of skipLines(plan.skipped)) observer.say(line);
    const outcome = await runRounds({ plan, settings, rounds, observer, signal: ending.signal });
    return { outcome, interrupted: ending.status };
  } finally {
    observer.stop();
    process.removeListener("exit", killAll);
  }
}

interface Finished {
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly options: Options;
  readonly started: Date;
  readonly isInterrupted: boolean;
}

function resultsOf({ plan, outcome, options, started, isInterrupted }: Finished): Results {
  const { settings, rounds } = options;
  const workloads = options.workloads
    .map((workload) => workloadResults(workload, outcome.cells))
    .filter(({ cells }) => cells.length > 0);
  return {
    format: 1,
    command: commandLine(),
    date: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 1000),
    isComplete: !isInterrupted,
    rounds,
    settings,
    machine: describeMachine(),
    versions: readVersions(settings),
    workloads,
    targets: judge(workloads),
    skipped: plan.skipped,
    failures: outcome.failures,
  };
}

/** The command line, quoted for a shell. */
function commandLine(): string {
  const words = process.argv
    .slice(2)
    .map((word) =>
      /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
    );
  return ["bsd-sockets", ...words].join(" ");
}

/** Prints and writes the results, and returns the exit status. */
function show(results: Results, { json, report }: Options, library?: PlotLibrary): number {
  printResults(results, process.stdout);
  if (json !== undefined) {
    orFailure(() => {
      writeFileSync(json, `${JSON.stringify(results)}\n`);
    });
  }
  if (report !== undefined && library !== undefined) {
    orFailure(() => {
      writeReport(report, results, library);
    });
  }
  const isGood = results.failures.length === 0 && results.workloads.length > 0;
  return isGood ? DONE : FAILED;
}

function readResults(file: string): Results {
  const text = orFailure(() => readFileSync(file, "utf8"));
  try {
    return JSON.parse(text) as Results;
  } catch (error) {
    throw new CommandFailure(`${file}: ${(error as Error).message}`);
  }
}

/** Reports a file that cannot be read or written in one line. */
function orFailure<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && "syscall" in error) throw new CommandFailure(error.message);
    throw error;
  }
}
