// Coverage-guided fuzzing: inputs that reach new code are kept, and new inputs are made from them.

import { randomFrom } from "../../support/random.ts";
import type { Figures, Run, Target } from "../target.ts";
import { Coverage } from "./coverage.ts";
import { keep, keepCrash, readKept } from "./kept.ts";
import { mutate, pick, type Random } from "./mutate.ts";

/** A target that takes bytes. */
export interface GuidedTarget {
  readonly name: string;
  readonly about: string;
  /** Strings in the URLs of the modules whose coverage counts. */
  readonly covers: readonly string[];
  /** The first inputs. */
  readonly seeds: readonly Uint8Array[];
  /** Bytes that inputs are likely to need. */
  readonly words?: readonly Uint8Array[];
  /** Throws an unexpected error, or for a wrong result. */
  check(input: Buffer): void;
}

/**
 * Reading the coverage takes longer than an input, so many inputs share a reading when little is
 * new.
 */
const LARGEST_BATCH = 512;
/** Stops after this many crashes. */
const MOST_CRASHES = 5;
/** The corpus is part of the repository, so keep its inputs short. */
const LONGEST_KEPT = 512;

class Search {
  readonly crashes = new Set<string>();
  inputs = 0;
  readonly corpus: Buffer[];
  readonly #target: GuidedTarget;
  readonly #coverage: Coverage;
  readonly #run: Run;
  readonly #random: Random;
  readonly #lenders: Buffer[];
  #batch = 16;

  constructor(target: GuidedTarget, coverage: Coverage, run: Run) {
    this.#target = target;
    this.#coverage = coverage;
    this.#run = run;
    this.#random = randomFrom(run.seed);
    const kept = readKept("corpus", target.name).map(({ input }) => input);
    this.corpus = [Buffer.alloc(0), ...target.seeds.map((seed) => Buffer.from(seed)), ...kept];
    this.#lenders = [...this.corpus, ...(target.words ?? []).map((word) => Buffer.from(word))];
  }

  get isOver(): boolean {
    return performance.now() > this.#run.until || this.crashes.size >= MOST_CRASHES;
  }

  /** Runs the existing inputs. */
  begin(): void {
    for (const input of this.corpus) this.#try(input);
    this.#coverage.hasNew(true);
  }

  /** Runs some new inputs, and finds those that reached new code. */
  step(): void {
    const batch = Array.from({ length: this.#batch }, () =>
      mutate(pick(this.#random, this.corpus), this.#lenders, this.#random),
    );
    const good = batch.filter((input) => this.#try(input));
    const hasNew = this.#coverage.hasNew(false);
    this.#batch = hasNew ? Math.ceil(this.#batch / 4) : Math.min(this.#batch * 2, LARGEST_BATCH);
    if (!hasNew) return;
    for (const input of good) if (this.#reachesNew(input)) this.#add(input);
  }

  #reachesNew(input: Buffer): boolean {
    this.#target.check(input);
    return this.#coverage.hasNew(true);
  }

  #try(input: Buffer): boolean {
    this.inputs++;
    try {
      this.#target.check(input);
      return true;
    } catch (error) {
      this.crashes.add(keepCrash(this.#target.name, input, error));
      return false;
    }
  }

  #add(input: Buffer): void {
    this.corpus.push(input);
    this.#lenders.push(input);
    if (this.#run.keepsCorpus && input.length <= LONGEST_KEPT) {
      keep("corpus", this.#target.name, input);
    }
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- other targets await
async function fuzz(target: GuidedTarget, run: Run): Promise<Figures> {
  using coverage = new Coverage(target.covers);
  const search = new Search(target, coverage, run);
  search.begin();
  const before = coverage.count;
  while (!search.isOver) search.step();
  const { count: after, total: of } = coverage;
  return {
    inputs: search.inputs,
    crashes: [...search.crashes],
    corpus: search.corpus.length,
    coverage: { unit: "characters of code", before, after, of },
  };
}

/** Returns a coverage-guided target. */
export function guided(target: GuidedTarget): Target {
  return {
    name: target.name,
    about: target.about,
    missing: () => false,
    fuzz: async (run) => await fuzz(target, run),
    replay: async (input) => {
      target.check(input);
      await Promise.resolve();
    },
    close: async () => {
      await Promise.resolve();
    },
  };
}
