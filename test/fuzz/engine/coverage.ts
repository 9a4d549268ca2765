// Which characters of some modules' code were run: V8's own coverage, block by block.

import { type Profiler, Session } from "node:inspector";

type Functions = readonly Profiler.FunctionCoverage[];

/** The coverage of the modules whose address has one of some parts. V8 has one count for all. */
export class Coverage implements Disposable {
  readonly #session = new Session();
  readonly #parts: readonly string[];
  /** For each module, whether each character was run. */
  readonly #seen = new Map<string, Uint8Array>();

  constructor(parts: readonly string[]) {
    this.#parts = parts;
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** How many characters were run. */
  get count(): number {
    return this.#sum((seen) => seen.reduce((sum, isSeen) => sum + isSeen, 0));
  }

  /** How many characters the modules have that were run in part. */
  get total(): number {
    return this.#sum(({ length }) => length);
  }

  /** Whether something new was run since V8 was last asked. Adds it only if that is wanted. */
  hasNew(adds: boolean): boolean {
    const found = this.#take().map(({ url, functions }) => this.#compare(url, functions, adds));
    return found.includes(true);
  }

  [Symbol.dispose](): void {
    this.#session.post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }

  #sum(numberOf: (seen: Uint8Array) => number): number {
    return [...this.#seen.values()].reduce((sum, seen) => sum + numberOf(seen), 0);
  }

  /** V8 begins to count anew each time. */
  #take(): Profiler.ScriptCoverage[] {
    let found: Profiler.ScriptCoverage[] = [];
    // The answer comes before `post` returns.
    this.#session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error !== null) throw error;
      found = answer.result.filter(({ url }) => this.#parts.some((part) => url.includes(part)));
    });
    return found;
  }

  #compare(url: string, functions: Functions, adds: boolean): boolean {
    const run = charactersOf(functions);
    const known = this.#seen.get(url) ?? new Uint8Array();
    if (!hasMore(run, known)) return false;
    if (adds) this.#seen.set(url, either(run, known));
    return true;
  }
}

// Loops, for this is done as often as inputs are tried.

function charactersOf(functions: Functions): Uint8Array {
  const ranges = functions.flatMap((each) => each.ranges);
  const run = new Uint8Array(ranges.reduce((end, { endOffset }) => Math.max(end, endOffset), 0));
  // An inner range comes behind the one that it is in, and has the last word.
  for (const { startOffset, endOffset, count } of ranges) {
    run.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  }
  return run;
}

function hasMore(run: Uint8Array, known: Uint8Array): boolean {
  for (let at = 0; at < run.length; at++) if (run[at] === 1 && known[at] !== 1) return true;
  return false;
}

function either(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(Math.max(one.length, other.length));
  both.set(other);
  for (let at = 0; at < one.length; at++) if (one[at] === 1) both[at] = 1;
  return both;
}
