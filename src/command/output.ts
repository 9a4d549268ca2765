/**
 * What a command does when its output cannot be written. Node's modules only: `--help` needs no addon.
 *
 * @module
 */

import { getSystemErrorMap } from "node:util";

import { writeText } from "../trace/write-text.ts";
import { FAILED, NOBODY_READS } from "./status.ts";

const STANDARD_ERROR = 2;

/** Writes a line to standard error at once. When that fails too, the exit status has to do. */
export function complain(line: string): void {
  try {
    writeText(STANDARD_ERROR, `${line}\n`);
  } catch {
    // Nobody is left to hear of it.
  }
}

/** A failed write: an OSError with a positive errno, or an error of Node's with a negative one. */
export interface WriteError {
  readonly message: string;
  readonly errno?: number | null | undefined;
  readonly code?: string | undefined;
}

/** Returns the exit status after a failed write to standard output; complains unless the reader left. */
export function statusOfOutput(name: string, error: WriteError): number {
  if (error.code === "EPIPE") return NOBODY_READS;
  complain(`${name}: cannot print: ${reasonOf(error)}`);
  return FAILED;
}

function reasonOf({ errno, message }: WriteError): string {
  const [name, text] = getSystemErrorMap().get(-Math.abs(errno ?? 0)) ?? [];
  return name === undefined || text === undefined ? message : `${text} (${name})`;
}

/** Whose output it is. */
interface Writer {
  readonly name: string;
  /** Whether it ends when nobody reads its output any more. */
  readonly needsReader: boolean;
}

let writer: Writer | undefined;

/**
 * Makes a failed write of `process.stdout` end the process like one of `print`, and one of
 * `process.stderr` do nothing. Both arrive as events, after the code that wrote has gone on.
 */
export function guardStreams(name: string, needsReader = true): void {
  const isFirst = writer === undefined;
  writer = { name, needsReader };
  if (!isFirst) return;
  process.stdout.on("error", endUnlessUnneeded);
  process.stderr.on("error", () => undefined);
}

function endUnlessUnneeded(error: NodeJS.ErrnoException): void {
  const { name, needsReader } = writer!;
  if (needsReader || error.code !== "EPIPE") process.exit(statusOfOutput(name, error));
}
