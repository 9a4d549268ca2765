#!/usr/bin/env node
import { readFileSync } from "node:fs";

import { Command } from "commander";

import { programs, runProgram } from "./programs.ts";
import { runTour } from "./tour.ts";

const packageFile = new URL("../../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };

async function commandLine(): Promise<Command> {
  const command = new Command("bsd-sockets")
    .description("Runs the programs of the tutorial “Socket Programming”, on real system calls.")
    .version(version)
    .addHelpText("after", "\nStart a server in one terminal and its client in another.");
  for (const { name, usage, summary } of programs) {
    command.command(name).usage(usage).summary(summary).description(`${name}: ${summary}.`);
  }
  command
    .command("tour")
    .summary("run each pair of programs and show both sides")
    .description("Runs echo, multiconn and app, each as real processes, and shows both sides.")
    .action(async () => {
      process.exitCode = await runTour();
    });
  const bench = command
    .command("bench")
    .summary("measure this package, and others beside it")
    .description("Measures this package beside C, CPython, Node.js and others.");
  // What the benchmark is made of is loaded only for it, or for its help.
  if (process.argv.includes("bench")) (await import("../bench/cli.ts")).defineBench(bench);
  return command;
}

const [name = "", ...parameters] = process.argv.slice(2);
const isProgram = programs.some((program) => program.name === name);
const asksForHelp = parameters.length === 1 && /^(-h|--help)$/u.test(parameters[0] ?? "");

// The programs check their own arguments, so they get them as they are.
if (isProgram && !asksForHelp) await runProgram(name, parameters);
else await (await commandLine()).parseAsync();
