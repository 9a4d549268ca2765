import { check, type Verdict } from "../check.ts";
import { describe } from "../report.ts";
import { type Sides, Stuck } from "../side.ts";
import { generate } from "./generate.ts";
import type { Kind } from "./model.ts";
import { shrink } from "./shrink.ts";
import type { Command } from "./script.ts";
import { render } from "./world.ts";

/** The result of many random sequences. */
export interface Summary {
  sequences: number;
  calls: number;
  /** Sequences with waits that timed out: the model was wrong about them, and they were slow. */
  vain: readonly (readonly string[])[];
  /** The entries of docs/differences.md that explained differences. */
  reasons: ReadonlySet<string>;
}

// Enough to keep both sides busy, few enough to report a difference soon.
const AT_ONCE = 50;

const KINDS: readonly Kind[] = [
  "TCP",
  "TCP",
  "TCP",
  "TCP over IPv6",
  "UNIX stream",
  "UNIX stream",
  "UNIX seqpacket",
  "UDP",
  "UDP over IPv6",
  "UNIX datagram",
];

/**
 * Runs random sequences on both sides. The first uses the seed, each later one the next number.
 *
 * @throws Error with the shortest sequence that differs, and its seed
 */
export async function runRandom(sides: Sides, seed: number, count: number): Promise<Summary> {
  const vain: (readonly string[])[] = [];
  const reasons = new Set<string>();
  let calls = 0;
  for (let done = 0; done < count; done += AT_ONCE) {
    const seeds = Array.from(
      { length: Math.min(AT_ONCE, count - done) },
      (_, i) => seed + done + i,
    );
    const all = seeds.map((each) => ({ seed: each, commands: generate(each, KINDS) }));
    const verdicts = await Promise.all(all.map(async (one) => await judge(sides, one)));
    verdicts.forEach(({ steps, verdict }) => {
      calls += steps.length;
      if (verdict.vainWaits.length > 0) vain.push(steps);
      for (const reason of verdict.reasons) reasons.add(reason);
    });
    const failed = verdicts.find(({ verdict }) => isFailed(verdict));
    if (failed !== undefined)
      throw await explain(sides, failed.seed, failed.commands, failed.verdict);
  }
  return { sequences: count, calls, vain, reasons };
}

const isFailed = ({ unexpected, missing }: Verdict): boolean =>
  unexpected !== undefined || missing.length > 0;

async function judge(
  sides: Sides,
  { seed, commands }: { seed: number; commands: Command[] },
): Promise<{ seed: number; commands: Command[]; steps: readonly string[]; verdict: Verdict }> {
  const steps = render(commands);
  try {
    return { seed, commands, steps, verdict: await check(sides, steps) };
  } catch (error) {
    if (error instanceof Stuck) error.message = `seed ${seed}: ${error.message}`;
    throw error;
  }
}

async function explain(
  sides: Sides,
  seed: number,
  commands: readonly Command[],
  verdict: Verdict,
): Promise<Error> {
  const original = describe(verdict.unexpected!);
  const shortest = await shrink(commands, async (fewer) =>
    isFailed(await check(sides, render(fewer))),
  );
  const { unexpected } = await check(sides, render(shortest));
  // A difference that does not always appear is a race, in the sequence or in the package.
  const shown = unexpected === undefined ? `${original}\n(only once)` : describe(unexpected);
  return new Error(`${shown}\n\nTo repeat it: npm run differential -- --seed ${seed} --count 1`);
}
