// Runs a scenario: a new server, 100 well-behaved clients in one process, the abusers in another.

import { setTimeout as sleep } from "node:timers/promises";

import type { Tally } from "./client-process.ts";
import { counted, problemsOf, type Result } from "./result.ts";
import type { Scenario } from "./scenarios.ts";
import { Serving, type ServingOptions } from "./serving.ts";
import type { Address } from "./sources.ts";
import { finish, returnsTo, within } from "./waiting.ts";
import { Abusers, Clients } from "./workers.ts";

/** The size of a run. */
export interface Extent {
  readonly size: "full" | "short";
  readonly clients: number;
  /** Responses that each well-behaved client must get while the abuse continues. */
  readonly rounds: number;
  /** The server's timeout that ends the abuse, in seconds. */
  readonly timeout: number;
  /** Seconds after which a step counts as stuck. */
  readonly patience: number;
}

export const full: Extent = { size: "full", clients: 100, rounds: 100, timeout: 5, patience: 600 };
export const short: Extent = { size: "short", clients: 20, rounds: 5, timeout: 1, patience: 50 };

/** The server's own memory, including the well-behaved clients: engine, code, heap, garbage. */
export const OWN_MEMORY = 224 * 1_048_576;

const REST_SECONDS = 2;
/** The share of a processor that an idle server may use; a spinning one uses all it can get. */
const REST_SHARE = 0.25;

/** Starts the well-behaved clients of a scenario. */
export function wellBehaved(address: Address, clients: number, answerTimeout = 30): Clients {
  return new Clients({
    answerTimeout,
    name: "good",
    address,
    clients,
    pause: 0.03,
    depth: 1,
    perConnection: 20,
    mix: "small",
  });
}

/** Runs a scenario. The well-behaved clients are the same in all; the abuse differs. */
export async function run(scenario: Scenario, extent: Extent): Promise<Result> {
  const began = performance.now();
  const abusers = scenario.abusers[extent.size];
  await using serving = new Serving(servingOptions(scenario, extent));
  const address = await serving.address();
  const descriptorsBefore = serving.descriptors;
  const abuse = { behaviour: scenario.behaviour, address, abusers };
  const problems: string[] = [];

  await using attackers = new Abusers(abuse);
  if (scenario.rests !== undefined) problems.push(...(await rest(serving, scenario.rests, extent)));
  await using clients = wellBehaved(address, extent.clients, scenario.answerTimeout);
  const check = (): void => {
    clients.check();
    attackers.check();
  };
  const { patience, rounds } = extent;
  const isReached = (): boolean =>
    attackers.report !== undefined && scenario.reached(attackers.report, abusers);
  await within(patience, `the abuse has an effect: ${scenario.name}`, isReached, check);
  clients.say("mark");
  const isServed = (): boolean => clients.leastSinceMark >= rounds;
  await within(patience, "every well-behaved client is served", isServed, check);
  await finish(clients, patience);
  const damage = attackers.report!;
  attackers.say("stop");
  await attackers.ends();
  await returnsTo(descriptorsBefore, serving, patience);

  const tally = clients.report!;
  problems.push(...complaints(scenario, tally, extent));
  if (damage.unexpected > 0)
    problems.push(
      `${damage.unexpected} unexpected responses, the first: ${damage.firstUnexpected ?? ""}`,
    );
  const result = {
    name: scenario.name,
    title: scenario.title,
    held: damage.mostConnected + extent.clients,
    ...servedTo(tally),
    peakMemory: serving.peakMemory,
    memoryBound: OWN_MEMORY + abusers * scenario.bytesPerAbuser,
    descriptorsBefore,
    descriptorsAfter: serving.descriptors,
    notes: [
      `abusers: ${damage.begun} started, at most ${damage.mostConnected} at a time; ended by ${counted(damage.ended)}; responses: ${counted(damage.answered)}`,
      `well-behaved clients turned away: ${counted(tally.failed)}`,
    ],
  };
  problems.push(...(await endOf(serving)));
  const seconds = (performance.now() - began) / 1000;
  return { ...result, seconds, problems: [...problemsOf({ ...result, seconds }), ...problems] };
}

/** Summarises what the clients received. */
export function servedTo(tally: Tally): Pick<Result, "served" | "wrong" | "lost" | "largestDelay"> {
  const { answered, wrong, unanswered, largestDelay } = tally;
  return { served: answered, wrong, lost: unanswered, largestDelay };
}

/** Ends a server with SIGTERM. */
export async function endOf(serving: Serving): Promise<string[]> {
  serving.child.kill("SIGTERM");
  const status = await serving.ends();
  return status === 0 ? [] : [`the server exited with ${status}: ${serving.stderr}`];
}

function servingOptions(
  { options, timeout, abusers, maxConnections, descriptors }: Scenario,
  extent: Extent,
): ServingOptions {
  const most = maxConnections ?? 2 * (abusers[extent.size] + extent.clients);
  const all = [...options, "--max-connections", String(most)];
  if (timeout !== undefined) all.push(timeout, String(extent.timeout));
  return descriptors === undefined ? { options: all } : { options: all, descriptors };
}

/** Measures the processor time of a server that cannot accept anyone. */
async function rest(serving: Serving, word: string, { patience }: Extent): Promise<string[]> {
  await within(patience, `the log says "${word}"`, () => serving.logged(word) > 0);
  const before = serving.processorTime;
  const began = performance.now();
  await sleep(REST_SECONDS * 1000);
  const share = (serving.processorTime - before) / ((performance.now() - began) / 1000);
  const problems =
    share > REST_SHARE ? [`it used ${share.toFixed(2)} of a processor while idle`] : [];
  const lines = serving.logged(word);
  if (lines > 1 + Math.ceil((performance.now() - began) / 1000)) {
    problems.push(`${lines} lines in its log say "${word}"`);
  }
  return problems;
}

/**
 * A client that is served as promised loses nothing and reconnects only after its number of
 * requests.
 */
function complaints(
  { turnsAway }: Scenario,
  { failed, firstWrong }: Tally,
  { size }: Extent,
): string[] {
  const problems = firstWrong === null ? [] : [`wrong: ${firstWrong}`];
  // The server is not at fault if the kernel refuses a connection, or if a client on a busy machine
  // is too slow for the timeouts of a short run.
  const others = Object.keys(failed).filter((how) => how !== "connect timeout");
  if (turnsAway === undefined && size === "full" && others.length > 0) {
    problems.push(`connections of well-behaved clients ended early: ${counted(failed)}`);
  }
  return problems;
}
