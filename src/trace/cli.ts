/**
 * The command `bsd-sockets trace`: runs a program and shows its system calls.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { type Command, InvalidArgumentError } from "commander";

import { programs, runProgram } from "../cli/programs.ts";
import { addBothOptions, type BothOptions, runBoth } from "./diagram/command.ts";

interface Options extends Partial<BothOptions> {
  readonly output?: string;
  readonly stringLimit?: number;
  readonly states?: true;
}

const EXAMPLES = `
Examples:
  bsd-sockets trace echo-client 127.0.0.1 65432
  bsd-sockets trace -o calls.txt -s 200 app-server 127.0.0.1 0
  bsd-sockets trace --json ./mine.js | …     (the lines are on standard error)

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
        const rest = program === undefined ? [] : [program, ...parameters];
        process.exitCode = await runBoth({ ...options, both: options.both, rest });
      } else if (options.with !== undefined || options.svg !== undefined) {
        command.error("error: --with and --svg belong to --both");
      } else if (program === undefined) {
        command.error("error: missing required argument 'program', or --both with two of them");
      } else {
        setEnvironment(options);
        await run(program, parameters, command);
      }
    });
  addBothOptions(command);
}

/** The addon reads it when the program loads it. */
function setEnvironment(options: Options): void {
  const { env } = process;
  env["BSD_SOCKETS_TRACE"] = options.output ?? "1";
  if (options.json) env["BSD_SOCKETS_TRACE_FORMAT"] = "json";
  if (options.states) env["BSD_SOCKETS_TRACE_STATES"] = "1";
  if (options.stringLimit !== undefined) {
    env["BSD_SOCKETS_TRACE_STRINGS"] = String(options.stringLimit);
  }
}

async function run(program: string, parameters: string[], command: Command): Promise<void> {
  if (programs.some(({ name }) => name === program)) {
    await runProgram(program, parameters);
    return;
  }
  if (!existsSync(program)) {
    command.error(`error: there is neither a program “${program}” nor a file of that name`);
  }
  const file = resolve(program);
  process.argv = [process.execPath, file, ...parameters];
  await import(pathToFileURL(file).href);
}
