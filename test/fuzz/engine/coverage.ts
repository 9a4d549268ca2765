// Measures which characters of some modules' code have run, with V8's block coverage.

import { type Profiler, Session } from "node:inspector";

type Functions = readonly Profiler.FunctionCoverage[];

/** The coverage of modules whose URL contains one of some strings. V8 has one global count. */
export class Coverage implements Disposable {
  readonly #session = new Session();
  readonly #parts: readonly string[];
  /** For each module, whether each character has run. */
  readonly #seen = new Map<string, Uint8Array>();

  constructor(parts: readonly string[]) {
    this.#parts = parts;
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** The number of characters that have run. */
  get count(): number {
    return this.#sum((seen) => seen.reduce((sum, isSeen) => sum + isSeen, 0));
  }

  /** The number of characters in the modules that have run at least in part. */
  get total(): number {
    return this.#sum(({ length }) => length);
  }

  /**
   * Returns whether anything new has run since the last call. Adds it to the coverage if `adds`.
   */
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

  /** Reads the counts; V8 resets them each time. */
  #take(): Profiler.ScriptCoverage[] {
    let found: Profiler.ScriptCoverage[] = [];
    // Calls back before `post` returns.
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

// Plain loops, because this runs as often as an input.

function charactersOf(functions: Functions): Uint8Array {
  const ranges = functions.flatMap((each) => each.ranges);
  const run = new Uint8Array(ranges.reduce((end, { endOffset }) => Math.max(end, endOffset), 0));
  // An inner range follows the range that contains it, and overrides it.
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
