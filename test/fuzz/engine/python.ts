// CPython as a peer: a process that responds to each line with a line.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { root } from "../../support/programs.ts";

const PROGRAM = `${root}test/support/python/fuzz_peer.py`;

/** The result when CPython raised an exception. */
export const RAISED = Symbol("raised");

interface Answer {
  readonly value?: unknown;
  readonly raised?: string;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

let child: ChildProcess | undefined;
let waiting: Waiting[] = [];

function begin(): ChildProcess {
  const started = spawn("python3", ["-u", PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
  createInterface({ input: started.stdout }).on("line", (line) => {
    waiting.shift()?.resolve(JSON.parse(line) as Answer);
  });
  started.on("close", (code) => {
    const ended = new Error(`CPython exited with ${String(code)}`);
    for (const { reject } of waiting.splice(0)) reject(ended);
  });
  return started;
}

/** Calls a function of `fuzz_peer.py`; returns {@link RAISED} if it raised an exception. */
export async function python(name: string, ...values: unknown[]): Promise<unknown> {
  child ??= begin();
  const { stdin } = child;
  const answer = await new Promise<Answer>((resolve, reject) => {
    waiting.push({ resolve, reject });
    stdin!.write(`${JSON.stringify([name, ...values])}\n`);
  });
  return answer.raised === undefined ? answer.value : RAISED;
}

/** Ends the process. */
export async function endPython(): Promise<void> {
  const ending = child;
  child = undefined;
  waiting = [];
  if (ending === undefined) return;
  await new Promise((resolve) => {
    ending.once("close", resolve);
    ending.stdin!.end();
  });
}
