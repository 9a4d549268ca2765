import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { inNamespace, needsNamespace } from "../../../support/namespace.ts";
import { Running } from "../../../support/programs.ts";
import { keepCrash } from "../../engine/kept.ts";
import type { Figures, Run, Target } from "../../target.ts";
import { callsFrom } from "./calls.ts";
import type { Task } from "./child.ts";
import { names } from "./functions.ts";
import type { Call } from "./recipe.ts";

const NAME = "natives";
const CHILD = fileURLToPath(new URL("child.js", import.meta.url));
const CALLS = 1000;
/** Fewer calls, because some of them end the worker. */
const CALLS_IN_WORKER = 300;
/** No call takes this long, even on a busy machine. */
const HANGS_MILLISECONDS = 120_000;
const LOOK_MILLISECONDS = 1000;
const MOST_CRASHES = 3;

/** What is saved of a crash. */
type Kept = Pick<Task, "calls" | "inWorker">;

/** How a batch ended: null for success, or the error and the call before it. */
interface Outcome {
  readonly problem: string | null;
  readonly reached: number;
}

// Its own network keeps everything on a loopback interface; its own host name can be changed.
const SPACES = ["--net", "--uts"] as const;

function reachedIn(progress: string): number {
  return Number.parseInt(readFileSync(progress, "utf8"), 10);
}

function killWhenStuck(running: Running, progress: string): NodeJS.Timeout {
  let [reached, since] = [-1, performance.now()];
  return setInterval(() => {
    const now = reachedIn(progress);
    if (now !== reached) [reached, since] = [now, performance.now()];
    if (performance.now() - since > HANGS_MILLISECONDS) running.child.kill("SIGKILL");
  }, LOOK_MILLISECONDS);
}

async function perform(kept: Kept): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-fuzz-"));
  const [file, progress] = [join(folder, "task.json"), join(folder, "progress")];
  writeFileSync(progress, "0");
  writeFileSync(file, JSON.stringify({ ...kept, progress } satisfies Task));
  const [command, ...words] = inNamespace(...SPACES);
  const child = [process.execPath, "--expose-gc", "--harmony-rab-gsab", CHILD, file];
  await using running = new Running(command, [...words, ...child]);
  const watch = killWhenStuck(running, progress);
  const end = await running.ends();
  clearInterval(watch);
  const reached = reachedIn(progress);
  rmSync(folder, { recursive: true });
  if (end === 0) return { problem: null, reached };
  const what = end === "SIGKILL" ? "it hung, or was killed" : `it exited with ${end}`;
  return { problem: `${what}\n${running.stderr}`, reached };
}

/** Finds the shortest sequence of last calls that still crashes. */
async function shortened(kept: Kept, reached: number): Promise<Kept> {
  for (let count = 1; count <= reached; count *= 4) {
    const shorter = {
      ...kept,
      calls: kept.calls.slice(Math.max(0, reached + 1 - count), reached + 1),
    };
    if ((await perform(shorter)).problem !== null) return shorter;
  }
  return { ...kept, calls: kept.calls.slice(0, reached + 1) };
}

async function keepProblem(kept: Kept, { problem, reached }: Outcome): Promise<string> {
  const least = await shortened(kept, reached);
  return keepCrash(NAME, Buffer.from(`${JSON.stringify(least, null, 1)}\n`), problem);
}

async function fuzz({ seed, until }: Run): Promise<Figures> {
  const crashes: string[] = [];
  const called = new Set<string>();
  let inputs = 0;
  for (let round = 0; performance.now() < until && crashes.length < MOST_CRASHES; round++) {
    const inWorker = round % 2 === 1;
    const calls: Call[] = callsFrom((seed + round) | 0, inWorker ? CALLS_IN_WORKER : CALLS);
    const outcome = await perform({ calls, inWorker });
    inputs += outcome.reached + 1;
    for (const { name } of calls.slice(0, outcome.reached + 1)) called.add(name);
    if (outcome.problem !== null) crashes.push(await keepProblem({ calls, inWorker }, outcome));
  }
  return { inputs, crashes, note: `${called.size} of ${names.length} functions` };
}

/** Every function that the addon exports, with arguments of every type. */
export const natives: Target = {
  name: NAME,
  about: "every native function, with arguments of every type and getters that interfere",
  missing: () => {
    const needs = process.platform === "linux" ? needsNamespace(...SPACES) : "needs Linux";
    return needs && `NOT RUN: ${needs}`;
  },
  fuzz,
  replay: async (input) => {
    const { problem } = await perform(JSON.parse(input.toString()) as Kept);
    if (problem !== null) throw new Error(problem);
  },
  close: async () => Promise.resolve(),
};
