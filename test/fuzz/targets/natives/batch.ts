// Makes a batch of calls, one after the other, in this thread.

import assert from "node:assert/strict";
import { inspect } from "node:util";

import { nativeFunction, nativeValue } from "#internal/thread/introduce.js";

import { functionOf } from "./functions.ts";
import { Maker, Thrown } from "./make.ts";
import type { Call } from "./recipe.ts";
import { World } from "./world.ts";

const shared: Float64Array = nativeValue("registers");
const stopTrace: () => void = nativeFunction("stopTrace");

/** The descriptors are recreated after this many calls. */
const RENEWED = 50;
const WRONG = /^ERR_(?:INVALID_ARG_TYPE|OUT_OF_RANGE)$/u;

/** Checks that an error rejects an argument, or was thrown by one of our getters. */
function checkThrown(error: unknown): void {
  if (error instanceof Thrown) return;
  const isRefusal = error instanceof TypeError || error instanceof RangeError;
  assert.ok(isRefusal, `it threw ${inspect(error)}`);
  // An error without a code is V8's own: one of our objects cannot be converted.
  const { code } = error as { code?: string };
  if (code !== undefined) assert.match(code, WRONG);
}

function checkResult(name: string, result: unknown): void {
  assert.notEqual(typeof result, "symbol");
  if (typeof result === "number") assert.ok(Number.isFinite(result), `${name} returned ${result}`);
}

/** Makes one call. */
function perform({ name, values, registers }: Call, world: World): void {
  const maker = new Maker(name, world);
  const made = values.map((recipe, index) => maker.value(recipe, index));
  (registers ?? []).forEach((recipe, index) => {
    shared[index] = Number(maker.value(recipe, index));
  });
  try {
    checkResult(name, functionOf(name)(...made));
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    checkThrown(error);
  }
}

/** Makes calls; reports the number of each before making it. */
export function performAll(calls: readonly Call[], tell: (index: number) => void): void {
  const world = new World();
  calls.forEach((call, index) => {
    if (index % RENEWED === 0) {
      stopTrace();
      world.renew();
    }
    tell(index);
    perform(call, world);
  });
  stopTrace();
}
