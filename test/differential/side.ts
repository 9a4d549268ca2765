import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { root } from "../support/programs.ts";
import type { Run } from "./outcome.ts";

const PATIENCE_MILLISECONDS = 60_000;

/** A runner did not respond: it hangs in a sequence, or has exited. */
export class Stuck extends Error {
  readonly steps: readonly string[];

  constructor(side: string, reason: string, steps: readonly string[]) {
    super(`${side} ${reason} in this sequence:\n${steps.map((step) => `    ${step}`).join("\n")}`);
    this.steps = steps;
  }
}

interface Waiting {
  steps: readonly string[];
  resolve: (run: Run) => void;
  reject: (error: Error) => void;
}

/** A process that runs sequences one after the other; restarted if it is lost. */
export class Side implements Disposable {
  readonly name: string;
  readonly #command: readonly string[];
  readonly #waiting: Waiting[] = [];
  #child: ChildProcess | undefined;
  #watchdog: NodeJS.Timeout | undefined;

  constructor(name: string, command: readonly string[]) {
    this.name = name;
    this.#command = command;
  }

  /** Runs a sequence on this side. */
  async run(steps: readonly string[]): Promise<Run> {
    const child = (this.#child ??= this.#start());
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ steps, resolve, reject });
      if (this.#waiting.length === 1) this.#watch();
      child.stdin!.write(`${JSON.stringify(steps)}\n`);
    });
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#watchdog);
    // At the end of its input it removes its folder and exits.
    this.#child?.stdin?.end();
  }

  #start(): ChildProcess {
    const [program, ...parameters] = this.#command;
    // Of constant length, so that addresses with it have a constant length too.
    const token = randomBytes(4).toString("hex");
    const child = spawn(program!, [...parameters, token], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (this.#child !== child) return;
      this.#watch();
      this.#waiting.shift()?.resolve(JSON.parse(line) as Run);
      if (this.#waiting.length === 0) clearTimeout(this.#watchdog);
    });
    child.stdin.on("error", () => {
      // The event below reports its exit.
    });
    child.on("close", (code, signal) => {
      if (this.#child === child) this.#lose(`ended with ${String(signal ?? code)}`);
    });
    return child;
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      const child = this.#child;
      this.#lose("hung");
      child?.kill("SIGKILL");
    }, PATIENCE_MILLISECONDS);
  }

  #lose(reason: string): void {
    clearTimeout(this.#watchdog);
    this.#child = undefined;
    const lost = this.#waiting.splice(0);
    const culprit = lost.shift();
    culprit?.reject(new Stuck(this.name, reason, culprit.steps));
    for (const { steps, resolve, reject } of lost) this.run(steps).then(resolve, reject);
  }
}

/** CPython and this package. */
export class Sides implements Disposable {
  readonly cpython: Side = new Side("CPython", ["python3", `${root}test/differential/runner.py`]);
  readonly ours: Side = new Side("bsd-sockets", [
    process.execPath,
    fileURLToPath(new URL("runner.js", import.meta.url)),
  ]);

  /** Runs a sequence on both sides at the same time. */
  async run(steps: readonly string[]): Promise<{ cpython: Run; ours: Run }> {
    const [cpython, ours] = await Promise.allSettled([
      this.cpython.run(steps),
      this.ours.run(steps),
    ]);
    if (cpython.status === "rejected") throw cpython.reason;
    if (ours.status === "rejected") throw ours.reason;
    return { cpython: cpython.value, ours: ours.value };
  }

  [Symbol.dispose](): void {
    this.cpython[Symbol.dispose]();
    this.ours[Symbol.dispose]();
  }
}

/** Starts both sides for the duration of `use`. */
export async function withSides<Result>(use: (sides: Sides) => Promise<Result>): Promise<Result> {
  using sides = new Sides();
  return await use(sides);
}
