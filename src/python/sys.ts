import { endianness } from "node:os";
import { basename, extname } from "node:path";

import { printLine } from "./print.ts";

const STANDARD_ERROR = 2;

/** The byte order of this machine, like Python's `sys.byteorder`. */
export const byteorder: "little" | "big" = endianness() === "LE" ? "little" : "big";

/** The program's name and its arguments. */
export const argv: readonly string[] = [
  programName(process.argv[1] ?? ""),
  ...process.argv.slice(2),
];

/**
 * Ends the process, like Python's `sys.exit`: with a number as its status, or with a text, which it
 * prints on standard error, and status 1.
 */
export function exit(status: number | string = 0): never {
  if (typeof status === "number") process.exit(status);
  try {
    printLine(STANDARD_ERROR, status);
  } catch {
    // Standard error is closed; the status still reports the failure.
  }
  process.exit(1);
}

function programName(path: string): string {
  return basename(path, extname(path));
}
