// npm run lifetime: threads and the lifetime of descriptors, for as long as you like.
//
//   npm run lifetime -- --minutes 10             ten minutes, with a new seed
//   npm run lifetime -- --minutes 1 --seed 4711  repeats the same choices

import { parseArgs } from "node:util";

import { openDescriptors } from "../support/descriptors.ts";
import { newSeed, randomFrom } from "../support/random.ts";
import { dropSockets } from "./garbage.ts";
import { move } from "./moved.ts";
import { reuse } from "./reuse.ts";
import { terminateRound } from "./terminate.ts";

const MEGABYTE = 1 << 20;
// A worker's heap is returned to the system late, and in pieces.
const MOST_GROWTH = 100 * MEGABYTE;

/** Ends with a one-line message about invalid arguments. */
function refuse(text: string): never {
  process.stderr.write(`lifetime: ${text}\n`);
  process.exit(2);
}

function readArguments(): { minutes: number; seed: number } {
  try {
    const { values } = parseArgs({
      options: { minutes: { type: "string", default: "1" }, seed: { type: "string" } },
    });
    const minutes = Number(values.minutes);
    const seed = values.seed === undefined ? newSeed() : Number(values.seed);
    if (!(minutes > 0) || !Number.isInteger(seed))
      throw new Error("--minutes and --seed must be numbers");
    return { minutes, seed };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const { minutes, seed } = readArguments();
const random = randomFrom(seed);
// A wrong byte or an error ends the run.
const figures = {
  seed,
  rounds: 0,
  terminatedBlocked: 0,
  terminatedAtAnyMoment: 0,
  connections: 0,
  bytesChecked: 0,
  closedUnderACall: 0,
  moves: 0,
  dropped: 0,
  descriptorsLeft: 0,
  memoryGrowthMegabytes: 0,
};

async function round(): Promise<void> {
  const { blocked, anyMoment } = await terminateRound(random);
  figures.terminatedBlocked += blocked;
  figures.terminatedAtAnyMoment += anyMoment;
  const { connections, bytes, closedUnderneath } = await reuse(seed + figures.rounds, 300);
  figures.connections += connections;
  figures.closedUnderACall += closedUnderneath;
  figures.bytesChecked += bytes + (await move(random, 50)) + (await dropSockets(50));
  figures.moves += 50;
  figures.dropped += 50;
  figures.rounds += 1;
}

// Unclosed sockets are part of this trial.
process.removeAllListeners("warning");
process.once("SIGINT", () => process.exit(130));
const end = performance.now() + minutes * 60_000;
await round();
const descriptors = openDescriptors();
const memory = process.memoryUsage().rss;
while (performance.now() < end) {
  await round();
  process.stderr.write(`${figures.rounds} rounds, ${figures.bytesChecked} bytes checked\n`);
}
figures.descriptorsLeft = openDescriptors().length - descriptors.length;
const growth = process.memoryUsage().rss - memory;
figures.memoryGrowthMegabytes = Math.round(growth / MEGABYTE);
console.log(JSON.stringify(figures));
console.log(
  `${figures.terminatedBlocked + figures.terminatedAtAnyMoment} workers terminated, ` +
    `${figures.connections} connections, ${figures.bytesChecked} bytes checked, none of another connection, ` +
    `${figures.closedUnderACall} descriptors closed under a call, ` +
    `${figures.descriptorsLeft} descriptors left, memory grew by ${figures.memoryGrowthMegabytes} MB`,
);
if (figures.descriptorsLeft !== 0 || growth > MOST_GROWTH) process.exitCode = 1;
