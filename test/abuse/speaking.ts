// Thousands of clients that all send requests, and all are served.

import type { Task } from "./client-process.ts";
import { counted, problemsOf, type Result } from "./result.ts";
import { endOf, type Extent, OWN_MEMORY, servedTo, wellBehaved } from "./run.ts";
import { Serving } from "./serving.ts";
import { finish, returnsTo, within } from "./waiting.ts";
import { Clients } from "./workers.ts";

const CLIENTS = { full: 5000, short: 300 };
/** Responses that each client must get before the end. */
const ROUNDS = { full: 10, short: 3 };
const BYTES_PER_CLIENT = 32_768;

const manner: Omit<Task, "address" | "clients"> = {
  name: "many",
  pause: 0.5,
  depth: 1,
  perConnection: 1000,
  mix: "small",
};

export async function speaking({ size, clients, patience }: Extent): Promise<Result> {
  const began = performance.now();
  const many = CLIENTS[size];
  const limit = String(many + clients + 100);
  await using serving = new Serving({ options: ["--max-connections", limit] });
  const address = await serving.address();
  const descriptorsBefore = serving.descriptors;
  await using crowd = new Clients({ ...manner, address, clients: many });
  await using good = wellBehaved(address, clients);
  const check = (): void => {
    crowd.check();
    good.check();
  };
  await within(
    patience,
    "all are connected at the same time",
    () => crowd.report?.open === many,
    check,
  );
  crowd.say("mark");
  good.say("mark");
  const isServed = (worker: Clients): boolean => worker.leastSinceMark >= ROUNDS[size];
  await within(patience, "all are served", () => isServed(crowd) && isServed(good), check);
  await finish(crowd, patience);
  await finish(good, patience);
  await returnsTo(descriptorsBefore, serving, patience);
  const [a, b] = [servedTo(crowd.report!), servedTo(good.report!)];
  const result = {
    name: "speaking",
    title: "many clients that all send requests",
    seconds: (performance.now() - began) / 1000,
    held: many + clients,
    served: a.served + b.served,
    wrong: a.wrong + b.wrong,
    lost: a.lost + b.lost,
    largestDelay: Math.max(a.largestDelay, b.largestDelay),
    peakMemory: serving.peakMemory,
    memoryBound: OWN_MEMORY + many * BYTES_PER_CLIENT,
    descriptorsBefore,
    descriptorsAfter: serving.descriptors,
    notes: [
      `connections that ended early: ${counted(crowd.report!.failed)}; ${counted(good.report!.failed)}`,
    ],
  };
  return { ...result, problems: [...problemsOf(result), ...(await endOf(serving))] };
}
