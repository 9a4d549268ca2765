import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A program with its first arguments. */
export type Command = readonly [program: string, ...parameters: string[]];

/** The package's folder, with a slash at its end. */
export const packageRoot: string = fileURLToPath(new URL("../../", import.meta.url));

function inPackage(path: string): string {
  return `${packageRoot}${path}`;
}

/** Where compiled reference programs and installed peers are kept. */
export const buildDirectory: string = inPackage("build/bench");

/** The source of a reference program in C. */
export function sourceOf(name: string): string {
  return inPackage(`native/bench/${name}.c`);
}

/** A program of this package, or of Node alone: `src/bench/programs/<name>.ts`. */
export function nodeProgram(name: string): Command {
  return [process.execPath, fileURLToPath(new URL(`programs/${name}.js`, import.meta.url))];
}

/** A reference program in C, which must have been compiled: `native/bench/<name>.c`. */
export function cProgram(name: string): Command {
  return [`${buildDirectory}/${name}`];
}

/** A reference program in Python: `src/bench/programs/<name>.py`. */
export function pythonProgram(name: string): Command {
  return ["python3", inPackage(`src/bench/programs/${name}.py`)];
}

/** The program of Node's API under Bun, which must have been installed. */
export function bunProgram(name: string): Command {
  const [, file] = nodeProgram(name);
  return [`${buildDirectory}/peers/node_modules/.bin/bun`, file ?? ""];
}

/** Where npm put koffi; undefined when it is not installed. */
export function peerPath(name: string): string | undefined {
  const path = `${buildDirectory}/peers/node_modules/${name}`;
  return existsSync(path) ? path : undefined;
}

/** True when a program can be run. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
