// Property-based targets: fast-check generates and shrinks values, and a property must hold for all
// of them.

import { deserialize, serialize } from "node:v8";

import fc from "fast-check";

import type { Figures, Run, Target } from "../target.ts";
import { keepCrash } from "./kept.ts";

/** A property that must hold for all values of a kind. */
export interface Claim {
  readonly name: string;
  /** Tries `count` values; returns the smallest that fails, and why. */
  try(seed: number, count: number): Promise<Failure | undefined>;
  /** Tries one value. */
  check(value: unknown): Promise<void>;
}

interface Failure {
  readonly value: unknown;
  readonly error: unknown;
}

/** Returns a claim about the values that `values` generates; `holds` throws if it does not hold. */
export function claim<Value>(
  name: string,
  values: fc.Arbitrary<Value>,
  holds: (value: Value) => Promise<void> | void,
): Claim {
  const check = async (value: Value): Promise<void> => {
    await holds(value);
  };
  return {
    name,
    check: async (value) => {
      await check(value as Value);
    },
    try: async (seed, numRuns) => {
      const parameters = { seed, numRuns, endOnFailure: false };
      const result = await fc.check(fc.asyncProperty(values, check), parameters);
      if (!result.failed || result.counterexample === null) return undefined;
      return { value: result.counterexample[0], error: result.errorInstance };
    },
  };
}

const RUNS = 100;

/** Shrinking can take long, so a run reports one failure of each claim. */
class Search {
  readonly crashes: string[] = [];
  inputs = 0;
  #claims: readonly Claim[];
  readonly #name: string;

  constructor(name: string, claims: readonly Claim[]) {
    this.#name = name;
    this.#claims = claims;
  }

  get isOver(): boolean {
    return this.#claims.length === 0;
  }

  async round(seed: number): Promise<void> {
    const failed = new Set<Claim>();
    for (const each of this.#claims) {
      const failure = await each.try(seed, RUNS);
      this.inputs += RUNS;
      if (failure === undefined) continue;
      failed.add(each);
      this.crashes.push(keepCrash(this.#name, inputOf(each, failure.value), failure.error));
    }
    this.#claims = this.#claims.filter((each) => !failed.has(each));
  }
}

interface Kept {
  readonly claim: string;
  /** The value in readable form. */
  readonly shown: string;
  /** The value as V8 serializes it, because JSON cannot express all values. */
  readonly value: string;
}

function inputOf({ name }: Claim, value: unknown): Buffer {
  const kept: Kept = {
    claim: name,
    shown: fc.stringify(value),
    value: serialize(value).toString("base64"),
  };
  return Buffer.from(`${JSON.stringify(kept, null, 2)}\n`);
}

async function replay(claims: readonly Claim[], input: Buffer): Promise<void> {
  const kept = JSON.parse(input.toString()) as Kept;
  const found = claims.find(({ name }) => name === kept.claim);
  if (found === undefined) throw new Error(`Unknown claim "${kept.claim}"`);
  await found.check(deserialize(Buffer.from(kept.value, "base64")));
}

async function fuzz(name: string, claims: readonly Claim[], run: Run): Promise<Figures> {
  const search = new Search(name, claims);
  for (let round = 0; performance.now() < run.until && !search.isOver; round++) {
    await search.round((run.seed + round) | 0);
  }
  const note = `${claims.length} claims`;
  return { inputs: search.inputs, crashes: search.crashes, note };
}

/** The parts of a target made of claims. */
interface Parts {
  readonly name: string;
  readonly about: string;
  readonly claims: readonly Claim[];
  readonly close?: () => Promise<void>;
}

/** Returns a target made of claims. */
export function properties({ name, about, claims, close }: Parts): Target {
  return {
    name,
    about,
    missing: () => false,
    fuzz: async (run) => await fuzz(name, claims, run),
    replay: async (input) => {
      await replay(claims, input);
    },
    close: close ?? (async () => Promise.resolve()),
  };
}
