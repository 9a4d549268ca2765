import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { buildDirectory, cProgram, sourceOf } from "./commands.ts";

const FLAGS = ["-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror"];

/** The source and all headers in its folder. */
function inputsOf(source: string): string[] {
  const folder = dirname(source);
  const headers = readdirSync(folder).filter((name) => name.endsWith(".h"));
  return [source, ...headers.map((name) => join(folder, name))];
}

function isOlder(built: string, source: string): boolean {
  const made = statSync(built, { throwIfNoEntry: false });
  if (made === undefined) return true;
  return inputsOf(source).some((input) => made.mtimeMs < statSync(input).mtimeMs);
}

/** Compiles a reference program, `native/bench/<name>.c`, if its source or a header is newer. */
export function compile(name: string): void {
  const source = sourceOf(name);
  const [program] = cProgram(name);
  if (!isOlder(program, source)) return;
  mkdirSync(buildDirectory, { recursive: true });
  // Compiled to a temporary name, because another process may compile or run the program too.
  const made = `${program}.${process.pid}`;
  execFileSync(process.env["CC"] ?? "cc", [...FLAGS, "-o", made, source, "-lm"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  renameSync(made, program);
}
