#!/usr/bin/env node
import { readFileSync } from "node:fs";

import type { Command } from "commander";

import { commands } from "./commands.ts";
import { programs, runProgram } from "./programs.ts";
import { commandNamed } from "./usage.ts";

const packageFile = new URL("../../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };

async function commandLine(): Promise<Command> {
  const command = commandNamed("bsd-sockets")
    .description(
      "Runs the programs of the tutorial “Socket Programming” on real system calls, and shows what " +
        "the system does.",
    )
    .version(version)
    .enablePositionalOptions()
    .addHelpText("after", "\nStart a server in one terminal and its client in another.");
  for (const { name, usage, summary } of programs) {
    command
      .command(name)
      .helpGroup("Programs of the tutorial:")
      .usage(usage)
      .summary(summary)
      .description(`${name}: ${summary}.`);
  }
  for (const { name, summary, load } of commands) {
    const subcommand = command.command(name).summary(summary);
    if (process.argv.includes(name)) (await load())(subcommand);
  }
  return command;
}

const [name = "", ...parameters] = process.argv.slice(2);
const isProgram = programs.some((program) => program.name === name);
const asksForHelp = parameters.length === 1 && /^(-h|--help)$/u.test(parameters[0] ?? "");

// The programs check their own arguments, so they get them as they are.
if (isProgram && !asksForHelp) await runProgram(name, parameters);
else await (await commandLine()).parseAsync();
