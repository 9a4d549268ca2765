/**
 * Runs the cases of the programs that time single calls. `native/bench/calls.c` and
 * `src/bench/programs/calls.py` do the same.
 *
 *     -n calls in a batch   -r batches   -c print the number of successful calls instead of nanoseconds
 *
 * @module
 */

import { parseArgs } from "node:util";

/** How many calls of a phase are made before the next phase runs. */
export const BURST = 64;
/** The size of a message in bytes. */
export const MESSAGE = 64;

// The number of unmeasured batches at the start, until V8 has compiled the code.
const WARM_UP = 10;

/** BURST calls that are timed together. */
export interface Phase {
  /** The metric; missing if the calls are only preparation. */
  readonly name?: string;
  /** Makes the calls, and returns how many succeeded. */
  readonly run: () => number;
}

/** Phases that run in turn. */
export interface Case {
  readonly phases: readonly Phase[];
  /** The number of calls is divided by this; for cases that are slow. */
  readonly share?: number;
}

interface Turn {
  nanoseconds: number;
  good: number;
}

function runBatch(phases: readonly Phase[], bursts: number): Turn[] {
  const turns = phases.map(() => ({ nanoseconds: 0, good: 0 }));
  for (let burst = 0; burst < bursts; burst++) {
    for (const [i, { run }] of phases.entries()) {
      const turn = turns[i]!;
      const begun = performance.now();
      turn.good += run();
      turn.nanoseconds += (performance.now() - begun) * 1e6;
    }
  }
  return turns;
}

function checkTurns({ phases }: Case, turns: readonly Turn[], calls: number): void {
  for (const [i, { good }] of turns.entries()) {
    if (good === calls) continue;
    const name = phases[i]?.name ?? "preparation";
    throw new Error(`${name}: ${good} of ${calls} calls succeeded`);
  }
}

/** Runs the cases with the options of the command line, and prints the measurement. */
export function measureCases(cases: readonly Case[]): void {
  const { values: options } = parseArgs({
    options: {
      n: { type: "string", short: "n", default: "1024" },
      r: { type: "string", short: "r", default: "15" },
      c: { type: "boolean", short: "c", default: false },
    },
  });
  const measurement: Record<string, number[]> = {};
  for (const one of cases) {
    const bursts = Math.max(1, Math.ceil(Math.floor(Number(options.n) / (one.share ?? 1)) / BURST));
    const calls = bursts * BURST;
    for (let batch = -WARM_UP; batch < Number(options.r); batch++) {
      const turns = runBatch(one.phases, bursts);
      checkTurns(one, turns, calls);
      if (batch < 0) continue;
      for (const [i, { name }] of one.phases.entries()) {
        const { nanoseconds, good } = turns[i]!;
        if (name !== undefined)
          (measurement[name] ??= []).push(options.c ? good : nanoseconds / calls);
      }
    }
  }
  console.log(JSON.stringify(measurement));
}
