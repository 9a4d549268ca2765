/**
 * The command `bsd-sockets trace`: runs a program and shows its system calls.
 *
 * @module
 */

import { closeSync, openSync } from "node:fs";
import { resolve } from "node:path";

import { type Command, InvalidArgumentError } from "commander";

import { runCommand } from "../../command/run.ts";
import { isFile, programs, runFile, runProgram } from "../../programs/catalogue.ts";
import { addBothOptions, type BothOptions, runBoth } from "../../diagram/command.ts";
import { fileOfTarget, OWNER_ONLY } from "../../trace/environment.ts";

interface Options extends Partial<BothOptions> {
  readonly output?: string;
  readonly stringLimit?: number;
  readonly states?: true;
}

const EXAMPLES = `
Examples:
  bsd-sockets trace echo-client 127.0.0.1 65432
  bsd-sockets trace -o calls.txt -s 200 app-server 127.0.0.1 0
  bsd-sockets trace --json -o calls.jsonl ./mine.js

A line is a system call in strace's notation, with the time that it took. A program of one's own does
the same with trace() of bsd-sockets/trace, and any program with BSD_SOCKETS_TRACE=1 (or a file) in
its environment.`;

function count(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError("It is a number of bytes.");
  return Number(text);
}

/** Makes `command` the tracer. */
export function defineTrace(command: Command): void {
  command
    .description("Runs a program and shows each system call that it makes, as strace would.")
    .usage("[options] <program> [arguments...]")
    .argument("[program]", "a program of the tutorial, or the file of one")
    .argument("[arguments...]", "what the program gets")
    .option("-o, --output <file>", "write the calls to a file instead of standard error")
    .option("-s, --string-limit <bytes>", "how much is shown of what is sent or received", count)
    .option("--states", "with --json: the TCP states of all sockets after each call")
    .option("--json", "a line of JSON for each call")
    .addHelpText("after", EXAMPLES)
    .passThroughOptions()
    .action(async (program: string | undefined, parameters: string[], options: Options) => {
      if (options.both !== undefined) {
        // What stands right behind --both is its value, even if it looks like an option.
        if (/^(?:-h|--help)$/u.test(options.both[0] ?? "")) command.help();
        const rest = program === undefined ? [] : [program, ...parameters];
        const both = { ...options, both: options.both, rest };
        await runCommand("trace", () => runBoth(both));
      } else if (options.with !== undefined || options.svg !== undefined) {
        command.error("error: --with and --svg belong to --both");
      } else if (program === undefined) {
        command.error("error: missing required argument 'program', or --both with two of them");
      } else if (options.states === true && options.json !== true) {
        command.error("error: --states belongs to --json");
      } else {
        await run(program, parameters, options, command);
      }
    });
  addBothOptions(command);
}

/** The addon reads it when the program loads it. */
function setEnvironment(options: Options): void {
  const { env } = process;
  // A whole path is no word of the variable's, such as 0 or 1, wherever the program goes.
  env["BSD_SOCKETS_TRACE"] = options.output === undefined ? "1" : resolve(options.output);
  if (options.json) env["BSD_SOCKETS_TRACE_FORMAT"] = "json";
  if (options.states) env["BSD_SOCKETS_TRACE_STATES"] = "1";
  if (options.stringLimit !== undefined) {
    env["BSD_SOCKETS_TRACE_STRINGS"] = String(options.stringLimit);
  }
}

/** Ends the command when the lines could not be written anywhere. */
function checkOutput(target: string, command: Command): void {
  try {
    closeSync(openSync(fileOfTarget(target), "a", OWNER_ONLY));
  } catch (error) {
    command.error(`error: cannot write the calls: ${(error as Error).message}`);
  }
}

async function run(
  program: string,
  parameters: string[],
  options: Options,
  command: Command,
): Promise<void> {
  const isOfTutorial = programs.some(({ name }) => name === program);
  if (!isOfTutorial && !isFile(program)) {
    command.error(`error: there is neither a program “${program}” nor a file of that name`);
  }
  if (options.output !== undefined) checkOutput(options.output, command);
  setEnvironment(options);
  if (isOfTutorial) {
    await runProgram(program, parameters);
    return;
  }
  await runFile(resolve(program), parameters);
}
