/**
 * Runs the `ring` programs in three languages, for the workloads that measure selectors.
 *
 * @module
 */

import { execFileSync } from "node:child_process";

import { type Command, cProgram, nodeProgram, pythonProgram } from "./commands.ts";
import { compile } from "./compile.ts";
import { run } from "./processes.ts";
import type { Implementation, Measurement, Point, Runtime, Settings } from "./workload.ts";

/** The program's mode: see `native/bench/ring.c`. */
export type Kind = "ring" | "churn" | "idle" | "ready";

const FD_SETSIZE = 1024;
// More than any runtime opens itself.
const OTHER_DESCRIPTORS = 64;
const USUAL_RUNS = 25;
const LONGEST_RUN_SECONDS = 4;
// Runs of a small ring, about 30,000 events, after which a JIT has compiled the program.
const WARM_UP_RUNS = 150;

const methods =
  process.platform === "linux" ? ["epoll", "poll", "select"] : ["kqueue", "poll", "select"];
const runtimes: readonly Runtime[] = ["C", "bsd-sockets", "CPython"];

const commands: Readonly<Record<string, Command>> = {
  C: cProgram("ring"),
  "bsd-sockets": nodeProgram("ring"),
  CPython: pythonProgram("ring"),
};

/** Each backend in each runtime, starting with C and the best backend. */
export const implementations: readonly Implementation[] = methods.flatMap((method) =>
  runtimes.map((runtime) => ({ name: `${runtime} ${method}`, runtime, method })),
);

function descriptorsOf(kind: Kind, { n = 0, a = 0 }: Point): number {
  return 2 * (kind === "idle" ? n + a : n) + OTHER_DESCRIPTORS;
}

let limit: number | undefined;

/** The hard limit on descriptors. */
function descriptorLimit(): number {
  if (limit === undefined) {
    const text = execFileSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).trim();
    limit = text === "unlimited" ? Infinity : Number(text);
  }
  return limit;
}

/** Returns why an implementation cannot run with this data; undefined if it can. */
export function obstacle(kind: Kind, { method }: Implementation, point: Point): string | undefined {
  if (kind !== "idle" && (point["a"] ?? 0) > (point["n"] ?? 0)) return "a is above n";
  const descriptors = descriptorsOf(kind, point);
  if (method === "select" && descriptors > FD_SETSIZE) return "select is limited to FD_SETSIZE";
  if (descriptors > descriptorLimit()) {
    return `it needs ${descriptors} descriptors, and ${descriptorLimit()} are allowed`;
  }
  const seconds = estimate(point, method) / 1e9;
  return seconds > LONGEST_RUN_SECONDS
    ? `a run would take ${Math.round(seconds)} seconds`
    : undefined;
}

function scansAll(method: string | undefined): boolean {
  return method === "poll" || method === "select";
}

/** Estimates how many nanoseconds one run takes in the slowest runtime. */
function estimate({ n = 0, a = 0, w = 0 }: Point, method: string | undefined): number {
  const perSelect = scansAll(method) ? 1000 + 300 * n : 1000;
  const selects = a === 0 ? 0 : 1 + w / a;
  return 5000 * n + selects * perSelect + (a + w) * 4000;
}

/**
 * Returns how often a process repeats its work: usually 25 times, fewer if that would take too long. Waits
 * of epoll and kqueue are so short that a single garbage collection would stand out, so they are repeated
 * at least five times.
 */
export function runsOf(method: string | undefined, point: Point, settings: Settings): number {
  const [asked] = settings.data["r"] ?? [];
  const time = settings.isQuick ? 0.06e9 : 0.25e9;
  const fitting = Math.floor(time / estimate(point, method));
  return asked ?? Math.min(Math.max(fitting, scansAll(method) ? 1 : 5), USUAL_RUNS);
}

/** Returns every combination of n, a and w. */
export function pointsOf(
  settings: Settings,
  usual: { n: readonly number[]; a: (n: number) => readonly number[] },
  writesOf: (a: number, n: number) => readonly number[],
): Point[] {
  const { n: pairs = usual.n, a: active, w: writes } = settings.data;
  return pairs.flatMap((n) =>
    [...new Set(active ?? usual.a(n))].flatMap((a) =>
      (writes ?? writesOf(a, n)).map((w) => ({ n, a, w })),
    ),
  );
}

/** Runs the program of an implementation, and returns its figures. */
export async function runRing(
  kind: Kind,
  { runtime, method = "" }: Implementation,
  point: Point,
  settings: Settings,
): Promise<Measurement> {
  if (runtime === "C") compile("ring");
  const { n = 0, a = 0, w = 0 } = point;
  const r = runsOf(method, point, settings);
  const command = commands[runtime]!;
  return await run(command, [
    "-k",
    kind,
    "-m",
    method,
    "-n",
    n,
    "-a",
    a,
    "-w",
    w,
    "-r",
    r,
    "-b",
    WARM_UP_RUNS,
  ]);
}

/** Divides each run's figure by another figure of that run, or by a number. */
export function quotients(
  dividends: readonly number[],
  divisors: readonly number[] | number,
): number[] {
  return dividends.map(
    (dividend, i) => dividend / (typeof divisors === "number" ? divisors : divisors[i]!),
  );
}
