/**
 * The command `bsd-sockets bench`: runs the benchmark and shows the results.
 *
 * @module
 */

import { readFileSync, writeFileSync } from "node:fs";

import type { Command } from "commander";

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

const FAILED = 1;
const INTERRUPTED = 130;

/** Defines the options and the action of `bsd-sockets bench`. */
export function defineBench(command: Command, workloads: readonly Workload[] = allWorkloads): void {
  command.description("Compares the speed of this package with C, CPython, Node.js and others.");
  define(command, workloads, async (options) => {
    process.exitCode = await bench(options);
  });
}

/** Runs the command, and returns the exit status. */
async function bench(options: Options): Promise<number> {
  // Report a missing library before half an hour of measuring, not after.
  const library = options.report === undefined ? undefined : await loadPlotLibrary();
  if (options.isList) {
    printList(options, findAbsences(options.settings), process.stdout);
    return 0;
  }
  if (options.from !== undefined) {
    return show(JSON.parse(readFileSync(options.from, "utf8")) as Results, options, library);
  }
  if (options.settings.hasPeers) installPeers();
  return await measure(options, library);
}

async function measure(options: Options, library?: PlotLibrary): Promise<number> {
  const { settings, workloads, words } = options;
  const plan = makePlan({ workloads, settings, words, absence: findAbsences(settings) });
  const started = new Date();
  const { outcome, isInterrupted } = await runWithProgress(plan, options);
  const results = resultsOf({ plan, outcome, options, started, isInterrupted });
  const status = show(results, options, library);
  return isInterrupted ? INTERRUPTED : status;
}

/** Runs the plan until it is done or Ctrl-C is pressed. A second Ctrl-C ends the process at once. */
async function runWithProgress(
  plan: Plan,
  { settings, rounds }: Options,
): Promise<{ outcome: Outcome; isInterrupted: boolean }> {
  const ending = new AbortController();
  const interrupt = (): void => {
    ending.abort();
  };
  const cells = plan.groups.reduce((sum, { implementations }) => sum + implementations.length, 0);
  const observer = makeProgress(process.stderr, cells, rounds);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt).once("exit", killAll);
  try {
    for (const line of skipLines(plan.skipped)) observer.say(line);
    const outcome = await runRounds({ plan, settings, rounds, observer, signal: ending.signal });
    return { outcome, isInterrupted: ending.signal.aborted };
  } finally {
    observer.stop();
    process.removeListener("SIGINT", interrupt).removeListener("SIGTERM", interrupt);
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
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results)}\n`);
  if (report !== undefined && library !== undefined) writeReport(report, results, library);
  const isGood = results.failures.length === 0 && results.workloads.length > 0;
  return isGood ? 0 : FAILED;
}
