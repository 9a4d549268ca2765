/**
 * `bsd-sockets trace --both`: its options, and what they do.
 *
 * @module
 */

import { writeFileSync } from "node:fs";

import { type Command, Option } from "commander";

import { lanesFor } from "../programs/lanes.ts";
import { complain } from "../command/output.ts";
import { CommandFailure } from "../command/run.ts";
import { DONE, INTERRUPTED, INVALID_ARGUMENTS } from "../command/status.ts";
import { type Conversation, runCouple } from "./couple.ts";
import type { Lane } from "./diagram.ts";
import { layOut } from "./layout.ts";
import { type Couple, coupleOf, pairs, UsageError } from "./programs.ts";
import { drawSvg } from "./svg/draw.ts";
import { drawText } from "./text/draw.ts";

/** The options of the command line that concern two programs. */
export interface BothOptions {
  /** A pair and its client's arguments, or a server program and its arguments. */
  readonly both: readonly string[];
  /** The client program and its arguments, if `both` names a server. */
  readonly with?: readonly string[];
  /** Further arguments of the client: those that look like options stand behind `--`. */
  readonly rest?: readonly string[];
  /** Where to write the picture. */
  readonly svg?: string;
  /** Whether to print the calls instead of a diagram. */
  readonly json?: boolean;
}

/** The width of the text where no terminal says one. */
const USUAL_WIDTH = 100;
/** What COLUMNS may say beyond this is no width, and would take memory. */
const WIDEST = 10_000;

/** What the help says of two programs. */
const bothHelp = `
Two programs as one sequence diagram:
  bsd-sockets trace --both echo
      a pair of the tutorial: ${Object.keys(pairs).join(", ")}
  bsd-sockets trace --both app search ring
      the same, with the client's arguments
  bsd-sockets trace --both multiconn --svg multiconn.svg
      as a picture
  bsd-sockets trace --both server.js --with client.js {host} {port} hello
      programs of your own; the server listens where it likes, and {host} and {port} become
      where that is. Without them, host and port are the client's first arguments. What looks
      like an option goes behind “--”: --with client.js -- --port {port}
`;

/** Adds the options that {@link runBoth} takes. */
export function addBothOptions(command: Command): void {
  const both = new Option(
    "--both <pair-or-server...>",
    "two programs side by side, on one clock",
  ).conflicts(["output", "stringLimit", "states"]);
  const client = new Option("--with <client...>", "the client of a server that --both names");
  const svg = new Option("--svg <file>", "with --both: write a picture to this file");
  const json = new Option("--json", "print the calls as JSON, one a line");
  const known = new Set(command.options.map(({ long }) => long));
  for (const option of [both, client, svg, json]) {
    if (!known.has(option.long)) command.addOption(option);
  }
  command.addHelpText("after", bothHelp);
}

/** Runs two programs and shows what they asked of the kernel; gives the exit status. */
export async function runBoth(options: BothOptions): Promise<number> {
  let couple: Couple;
  try {
    couple = coupleOf(options.both, options.with, options.rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`error: ${error.message}`);
    return INVALID_ARGUMENTS;
  }
  // What the programs print goes beside the diagram, not into it.
  const lanes = lanesFor(process.stderr);
  const conversation = await runCouple(couple, (side, line) => {
    lanes.line(side, line);
  });
  return show(conversation, options);
}

function show({ lanes, problem, isInterrupted }: Conversation, options: BothOptions): number {
  if (options.svg !== undefined) writePicture(options.svg, lanes);
  // What the programs printed stands above.
  if (process.stdout.isTTY && process.stderr.isTTY) process.stderr.write("\n");
  if (options.json === true) print(jsonLines(lanes));
  else if (options.svg === undefined) print(drawText(layOut(lanes), textOptions()));
  if (isInterrupted) return INTERRUPTED;
  if (problem !== null) throw new CommandFailure(problem);
  return DONE;
}

function writePicture(file: string, lanes: readonly Lane[]): void {
  try {
    writeFileSync(file, drawSvg(layOut(lanes)));
  } catch (error) {
    throw new CommandFailure(`cannot write the picture: ${(error as Error).message}`);
  }
  process.stderr.write(`Wrote ${file}\n`);
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

function textOptions(): { width: number; hasColours: boolean } {
  const { isTTY, columns } = process.stdout;
  const told = Number(process.env["COLUMNS"]);
  const usual = Number.isInteger(told) && told > 0 && told <= WIDEST ? told : USUAL_WIDTH;
  return {
    width: isTTY ? columns || usual : usual,
    hasColours: isTTY && process.stdout.hasColors(),
  };
}

/** All calls in order of the clock, each with its side. */
function jsonLines(lanes: readonly Lane[]): string[] {
  return lanes
    .flatMap(({ side, calls }) => calls.map((call) => ({ side, ...call })))
    .sort((one, other) => one.start - other.start)
    .map((call) => JSON.stringify(call));
}
