import { endianness } from "node:os";
import { basename, extname } from "node:path";

/** The byte order of this machine, as Python's `sys.byteorder`. */
export const byteorder: "little" | "big" = endianness() === "LE" ? "little" : "big";

/** The program's name and its arguments. */
export const argv: readonly string[] = [
  programName(process.argv[1] ?? ""),
  ...process.argv.slice(2),
];

/** Ends the process. */
export function exit(code = 0): never {
  process.exit(code);
}

function programName(path: string): string {
  return basename(path, extname(path));
}
