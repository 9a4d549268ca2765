// SIGKILL for clients at any moment: other clients are served, and no resources of the dead ones
// remain.

import { setTimeout as sleep } from "node:timers/promises";

import { counted, problemsOf, type Result } from "./result.ts";
import { endOf, type Extent, OWN_MEMORY, servedTo, wellBehaved } from "./run.ts";
import { Serving } from "./serving.ts";
import { finish, returnsTo, within } from "./waiting.ts";
import { Clients } from "./workers.ts";

const KILLS = { full: 30, short: 2 };
const VICTIMS = 50;
const LONGEST_LIFE = 150;

/** `random` chooses the moments. */
export async function killClients(extent: Extent, random: () => number): Promise<Result> {
  const began = performance.now();
  const { size, clients, patience, rounds } = extent;
  await using serving = new Serving();
  const address = await serving.address();
  const descriptorsBefore = serving.descriptors;
  await using good = wellBehaved(address, clients);
  let killedAnswers = 0;
  for (let kill = 0; kill < KILLS[size]; kill++) {
    const task = { address, clients: VICTIMS, pause: 0, depth: 8, perConnection: 200 } as const;
    await using victims = new Clients({ ...task, name: `victim${kill}-`, mix: "mixed" });
    const speaks = (): boolean => (victims.report?.answered ?? 0) > 0;
    await within(patience, "the victims are served", speaks, () => {
      victims.check();
    });
    await sleep(random() * LONGEST_LIFE);
    victims.child.kill("SIGKILL");
    await victims.ends();
    killedAnswers += victims.report!.answered;
    if (victims.report!.wrong > 0) throw new Error(victims.report!.firstWrong!);
  }
  good.say("mark");
  const isServed = (): boolean => good.leastSinceMark >= rounds;
  await within(patience, "the others are served", isServed, () => {
    good.check();
  });
  await finish(good, patience);
  await returnsTo(descriptorsBefore, serving, patience);
  const tally = good.report!;
  const result = {
    name: "kill-clients",
    title: "SIGKILL for 50 clients at random moments",
    seconds: (performance.now() - began) / 1000,
    held: clients + VICTIMS,
    ...servedTo(tally),
    peakMemory: serving.peakMemory,
    memoryBound: OWN_MEMORY + VICTIMS * 4 * 1_048_576,
    descriptorsBefore,
    descriptorsAfter: serving.descriptors,
    notes: [
      `${KILLS[size]} processes of ${VICTIMS} clients killed, after ${killedAnswers} right responses`,
      `connections of the others that ended early: ${counted(tally.failed)}`,
    ],
  };
  const problems =
    Object.keys(tally.failed).length > 0 && size === "full" ? ["other clients were affected"] : [];
  return { ...result, problems: [...problemsOf(result), ...problems, ...(await endOf(serving))] };
}
