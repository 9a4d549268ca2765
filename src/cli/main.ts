#!/usr/bin/env node
import { readFileSync } from "node:fs";

import type { Command } from "commander";

import { commands } from "./commands.ts";
import { programs, runProgram } from "../programs/catalogue.ts";
import { complain } from "../command/output.ts";
import { FAILED } from "../command/status.ts";
import { commandNamed, runCommandLine } from "../command/usage.ts";

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

/** Node opens all modules of a command at once, and may have no descriptors for that. */
function isOutOfDescriptors(error: unknown): boolean {
  const { code, path } = error as NodeJS.ErrnoException;
  return code === "EMFILE" && path?.endsWith(".js") === true;
}

const [name = "", ...parameters] = process.argv.slice(2);
const isProgram = programs.some((program) => program.name === name);
const asksForHelp = parameters.length === 1 && /^(-h|--help)$/u.test(parameters[0] ?? "");

async function run(): Promise<void> {
  // The programs check their own arguments, so they get them as they are.
  if (isProgram && !asksForHelp) await runProgram(name, parameters);
  else await runCommandLine(await commandLine());
}

try {
  await run();
} catch (error) {
  if (!isOutOfDescriptors(error)) throw error;
  complain("bsd-sockets: too many open files: Node needs more descriptors to start (ulimit -n)");
  process.exitCode = FAILED;
}
