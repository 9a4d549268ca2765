// Installs dependencies, builds the addon and compiles TypeScript. Each step runs only if its
// inputs have changed since it last succeeded.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const stampFile = join(root, ".setup", "stamps.json");
const lockFile = join(root, ".setup", "lock");

// The first errors matter; a compiler may print thousands more.
const MOST_PRINTED = 20_000;

/** Returns the files below some paths, sorted. */
export function filesBelow(...paths) {
  return paths.flatMap((path) => {
    const full = join(root, path);
    if (!existsSync(full)) return [];
    if (!statSync(full).isDirectory()) return [path];
    const names = readdirSync(full).sort();
    return filesBelow(...names.map((name) => join(path, name)));
  });
}

function digestOf(step) {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([process.version, process.arch, step.extra ?? null]));
  for (const file of filesBelow(...step.inputs)) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8"));
  } catch {
    return {};
  }
}

/** Runs a step unless it is up to date. Ends the process with a message if it fails. */
export function runStep(step) {
  const digest = digestOf(step);
  const isThere = (step.outputs ?? []).every((path) => existsSync(join(root, path)));
  if (isThere && readStamps()[step.name] === digest) return;
  process.stderr.write(`${step.title} …\n`);
  step.run();
  writeFileSync(stampFile, JSON.stringify({ ...readStamps(), [step.name]: digest }, null, 2));
}

/** Runs a command; prints its output and ends the process only if it fails. */
export function run(what, command, parameters, environment = {}) {
  const result = spawnSync(command, parameters, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...environment },
    maxBuffer: 2 ** 28,
  });
  if (result.status === 0) return;
  const printed = `${result.stdout ?? ""}${result.stderr ?? ""}`;
  process.stderr.write(printed.slice(0, MOST_PRINTED));
  fail(`${what} failed: ${result.error?.message ?? `${command} exited with ${result.status}`}`);
}

export function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/** Runs a dependency's JavaScript command. */
export function runTool(what, script, parameters, environment) {
  run(what, process.execPath, [join(root, "node_modules", script), ...parameters], environment);
}

function npm(parameters) {
  const script = process.env.npm_execpath;
  if (script !== undefined) run("npm", process.execPath, [script, ...parameters]);
  else run("npm", "npm", parameters);
}

/** Returns whether a command is on the PATH. */
export function isOnPath(command) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .some((folder) => existsSync(join(folder, command)));
}

/** Ends the process with a message if the addon cannot be built here. */
export function requireBuildTools() {
  const wanted = [
    ["Python 3", ["python3", "python"], process.env.PYTHON],
    ["make", ["make", "gmake"], process.env.MAKE],
    ["a C++17 compiler", ["c++", "g++", "clang++"], process.env.CXX],
  ];
  const missing = wanted.filter(([, names, chosen]) => !chosen && !names.some(isOnPath));
  if (missing.length === 0) return;
  fail(
    `The addon is C++ and is built on your machine. These tools are not on the PATH:\n` +
      missing.map(([what, names]) => `  ${what} (looked for ${names.join(", ")})\n`).join("") +
      `PATH: ${process.env.PATH}\n` +
      `Debian, Ubuntu: apt install python3 make g++\n` +
      `Fedora: dnf install python3 make gcc-c++\n` +
      `macOS: xcode-select --install`,
  );
}

// Uses Node's headers if they are installed with it; otherwise node-gyp downloads them.
function headerOptions() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, "include", "node", "node_api.h")) ? [`--nodedir=${prefix}`] : [];
}

function buildAddon() {
  requireBuildTools();
  const command = existsSync(join(root, "build", "Makefile")) ? "build" : "rebuild";
  const parameters = [command, "--jobs=max", ...headerOptions()];
  runTool("Building the addon", "node-gyp/bin/node-gyp.js", parameters);
}

// Compiles from scratch, so that nothing remains of deleted sources.
function compile() {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  runTool("Compiling", "typescript/bin/tsc", []);
}

/** The addon's sources, without the C programs for the benchmark. */
export const addonSources = readdirSync(join(root, "native"))
  .filter((name) => name !== "bench")
  .map((name) => `native/${name}`);

const steps = [
  {
    name: "dependencies",
    title: "Installing dependencies",
    inputs: ["package.json", "package-lock.json"],
    outputs: ["node_modules"],
    run: () => npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
  },
  {
    name: "addon",
    title: "Building the addon",
    inputs: [...addonSources, "binding.gyp", "package-lock.json"],
    outputs: ["build/Release/bsd_sockets.node"],
    run: buildAddon,
  },
  {
    name: "typescript",
    title: "Compiling TypeScript",
    inputs: ["src", "tsconfig.json", "package-lock.json"],
    outputs: ["dist/index.js"],
    run: compile,
  },
];

/** Runs all steps, while no other process does so in this folder. */
export async function setUp() {
  const release = await lock();
  try {
    for (const step of steps) runStep(step);
  } finally {
    release();
  }
}

function tryLock() {
  try {
    const fd = openSync(lockFile, "wx");
    writeFileSync(fd, String(process.pid));
    closeSync(fd);
    return true;
  } catch {
    return false;
  }
}

function isLockHeld() {
  try {
    process.kill(Number(readFileSync(lockFile, "utf8")), 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function lock() {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let isReported = false; !tryLock();) {
    if (!isLockHeld()) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!isReported) process.stderr.write("Waiting for another setup in this folder …\n");
    isReported = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => rmSync(lockFile, { force: true });
  process.once("exit", release);
  return () => {
    process.removeListener("exit", release);
    release();
  };
}
