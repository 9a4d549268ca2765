// Minutes of pipelined messages of all sizes and kinds, on connections that come and go.

import { setTimeout as sleep } from "node:timers/promises";

import { counted, megabytes, problemsOf, type Result } from "./result.ts";
import { endOf, type Extent, OWN_MEMORY, servedTo } from "./run.ts";
import { Serving } from "./serving.ts";
import { finish, returnsTo, within } from "./waiting.ts";
import { Clients } from "./workers.ts";

const SAMPLE_MILLISECONDS = 250;
/** How much the median of memory may grow from the second quarter to the last. */
const GROWTH = 32 * 1_048_576;
const CLIENTS = { full: 64, short: 16 };

/**
 * Returns the growth of the median memory from the second quarter to the last; the first is
 * warm-up.
 */
function growthOf(samples: readonly number[]): number {
  const quarter = Math.floor(samples.length / 4);
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return median(samples.slice(-quarter)) - median(samples.slice(quarter, 2 * quarter));
}

/** Soaks a server for some seconds. */
export async function soak({ size, patience }: Extent, seconds: number): Promise<Result> {
  const began = performance.now();
  await using serving = new Serving();
  const address = await serving.address();
  const descriptorsBefore = serving.descriptors;
  const clients = CLIENTS[size];
  const task = { name: "soak", address, clients, pause: 0, depth: 16, mix: "mixed" } as const;
  await using good = new Clients({ ...task, perConnection: 1000 });
  await within(patience, "they are served", () => (good.report?.answered ?? 0) > 0);
  const samples: number[] = [];
  const most = { descriptors: 0 };
  while (performance.now() - began < seconds * 1000) {
    await sleep(SAMPLE_MILLISECONDS);
    good.check();
    samples.push(serving.memory);
    most.descriptors = Math.max(most.descriptors, serving.descriptors);
  }
  await finish(good, patience);
  await returnsTo(descriptorsBefore, serving, patience);
  const tally = good.report!;
  const growth = growthOf(samples);
  const result = {
    name: "soak",
    title: "pipelined messages of 0 B to 1 MiB, on connections that come and go",
    seconds: (performance.now() - began) / 1000,
    held: clients,
    ...servedTo(tally),
    peakMemory: serving.peakMemory,
    memoryBound: OWN_MEMORY + clients * 4 * 1_048_576,
    descriptorsBefore,
    descriptorsAfter: serving.descriptors,
    notes: [
      `${tally.connected} connections; memory from the second quarter to the last: ${growth < 0 ? "−" : "+"}${megabytes(Math.abs(growth))}; at most ${most.descriptors} descriptors`,
      `connections that ended early: ${counted(tally.failed)}`,
    ],
  };
  const problems: string[] = [];
  // A short run is all warm-up, so growth means nothing there.
  if (size === "full" && growth > GROWTH) problems.push(`memory grew by ${megabytes(growth)}`);
  if (Object.keys(tally.failed).length > 0) problems.push("connections ended early");
  if (most.descriptors > descriptorsBefore + 2 * clients) problems.push("too many descriptors");
  if (tally.firstWrong !== null) problems.push(tally.firstWrong);
  return { ...result, problems: [...problemsOf(result), ...problems, ...(await endOf(serving))] };
}
