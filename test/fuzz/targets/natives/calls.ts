// Generates calls of native functions.

import fc from "fast-check";

import { descriptors, forKind, numbers, seconds, wild } from "./arbitraries.ts";
import { kindsOf, names, RAW } from "./functions.ts";
import type { Call, Recipe } from "./recipe.ts";

/** The registers between the descriptor and the timeout. */
const OTHERS = 4;

function valuesFor(name: string): fc.Arbitrary<Recipe[]> {
  const kinds = kindsOf(name);
  if (kinds === undefined || name === "introduceThread") return fc.array(wild, { maxLength: 6 });
  const usual = fc.tuple(...kinds.map(forKind));
  const short = usual.chain((values) => fc.subarray(values));
  const long = fc.tuple(usual, wild).map(([values, more]) => [...values, more]);
  return fc.oneof({ weight: 18, arbitrary: usual }, short, long);
}

function callOf(name: string): fc.Arbitrary<Call> {
  if (!name.startsWith(RAW)) return valuesFor(name).map((values) => ({ name, values }));
  const first = fc.oneof(descriptors, numbers);
  const others = fc.array(numbers, { minLength: OTHERS, maxLength: OTHERS });
  return fc
    .tuple(first, others, seconds, fc.array(wild, { maxLength: 2 }))
    .map(([fd, rest, last, values]) => ({ name, values, registers: [fd, ...rest, last] }));
}

const anyCall = fc.constantFrom(...names).chain(callOf);

/** Generates calls; the same seed gives the same calls. */
export function callsFrom(seed: number, count: number): Call[] {
  return fc.sample(anyCall, { seed, numRuns: count });
}
