import { endianness } from "node:os";
import { basename, extname } from "node:path";

import { printLine } from "./print.ts";

const STANDARD_ERROR = 2;

/** The byte order of this machine, as Python's `sys.byteorder`. */
export const byteorder: "little" | "big" = endianness() === "LE" ? "little" : "big";

/** The program's name and its arguments. */
export const argv: readonly string[] = [
  programName(process.argv[1] ?? ""),
  ...process.argv.slice(2),
];

/**
 * Ends the process, as Python's `sys.exit`: a number is its status; a text is printed on standard error,
 * and the status is 1.
 */
export function exit(status: number | string = 0): never {
  if (typeof status === "number") process.exit(status);
  try {
    printLine(STANDARD_ERROR, status);
  } catch {
    // Nobody reads it; the status still says that it failed.
  }
  process.exit(1);
}

function programName(path: string): string {
  return basename(path, extname(path));
}
