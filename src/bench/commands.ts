import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A program with its first arguments. */
export type Command = readonly [program: string, ...parameters: string[]];

/** The package's folder, with a trailing slash. */
export const packageRoot: string = fileURLToPath(new URL("../../", import.meta.url));

function inPackage(path: string): string {
  return `${packageRoot}${path}`;
}

/** The folder of compiled reference programs and installed peers. */
export const buildDirectory: string = inPackage("build/bench");

/** The source file of a reference program in C. */
export function sourceOf(name: string): string {
  return inPackage(`native/bench/${name}.c`);
}

/** A program for Node: `src/bench/programs/<name>.ts`. */
export function nodeProgram(name: string): Command {
  return [process.execPath, fileURLToPath(new URL(`programs/${name}.js`, import.meta.url))];
}

/** A reference program in C: `native/bench/<name>.c`. Compile it first. */
export function cProgram(name: string): Command {
  return [`${buildDirectory}/${name}`];
}

/** A reference program in Python: `src/bench/programs/<name>.py`. */
export function pythonProgram(name: string): Command {
  return ["python3", inPackage(`src/bench/programs/${name}.py`)];
}

/** A program for Bun: `src/bench/programs/<name>.ts`. Install Bun first. */
export function bunProgram(name: string): Command {
  const [, file] = nodeProgram(name);
  return [`${buildDirectory}/peers/node_modules/.bin/bun`, file ?? ""];
}

/** The folder of an installed peer such as koffi; undefined if it is not installed. */
export function peerPath(name: string): string | undefined {
  const path = `${buildDirectory}/peers/node_modules/${name}`;
  return existsSync(path) ? path : undefined;
}

/** True if a program can be run. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
