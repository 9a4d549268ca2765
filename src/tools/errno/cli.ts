/**
 * The command `bsd-sockets errno`: what an error means, and when programs meet it.
 *
 * @module
 */

import type { Command } from "commander";

import { print } from "../../python/index.ts";
import { CommandFailure, runCommand } from "../../command/run.ts";
import { DONE } from "../../command/status.ts";
import { allErrors, type ErrorEntry, findError, namesLike } from "./catalogue.ts";
import { entryLines, jsonLine, listLines } from "./view.ts";

const EXAMPLES = `
Numbers and texts are those of this system; they differ between Linux and macOS, and names do not.

Examples:
  bsd-sockets errno ECONNRESET
      what has happened, and the way out
  bsd-sockets errno 111 -98
      by number, also as the raw layer returns it
  bsd-sockets errno "Broken pipe"
      by the text of a message
  bsd-sockets errno --json
      all, as JSON, one a line
`;

const WIDEST = 100;
const USUAL_WIDTH = 80;

/** Makes `command` the explanation of errors. */
export function defineErrno(command: Command): void {
  command
    .description("Tells what an error number means, and when programs with sockets meet it.")
    .argument("[names...]", "names, numbers or texts; without any, all errors are listed")
    .option("--json", "print each error as JSON, one a line")
    .addHelpText("after", EXAMPLES)
    .action(async (words: string[], { json }: { readonly json?: true }) => {
      await runCommand("errno", () => show(words, json === true));
    });
}

/** Shows what was asked for; gives the exit status. */
function show(words: readonly string[], isJson: boolean): number {
  const entries = words.length === 0 ? allErrors() : words.map(entryOf);
  if (isJson) print(entries.map(jsonLine).join("\n"));
  else if (words.length === 0) print(listLines(entries).join("\n"));
  else print(entries.map((entry) => entryLines(entry, width()).join("\n")).join("\n\n"));
  return DONE;
}

function entryOf(word: string): ErrorEntry {
  const entry = findError(word);
  if (entry !== undefined) return entry;
  const near = namesLike(word);
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  throw new CommandFailure(`this system has no error “${word}”.${meant}`);
}

function width(): number {
  return Math.min(process.stdout.columns || USUAL_WIDTH, WIDEST);
}
