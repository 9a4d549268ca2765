import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";

import { buildDirectory, cProgram, sourceOf } from "./commands.ts";

const FLAGS = ["-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror"];

function isOlder(built: string, source: string): boolean {
  const made = statSync(built, { throwIfNoEntry: false });
  return made === undefined || made.mtimeMs < statSync(source).mtimeMs;
}

/** Compiles a reference program, `native/bench/<name>.c`, when its source is newer. */
export function compile(name: string): void {
  const source = sourceOf(name);
  const [program] = cProgram(name);
  if (!isOlder(program, source)) return;
  mkdirSync(buildDirectory, { recursive: true });
  execFileSync(process.env["CC"] ?? "cc", [...FLAGS, "-o", program, source, "-lm"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}
