// SIGKILL for the server at any moment: its clients get a defined error and never a wrong response.
// A new server works on the same port or path at once, and no request is lost.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Tally } from "./client-process.ts";
import { counted, problemsOf, type Result } from "./result.ts";
import { endOf, type Extent, OWN_MEMORY, servedTo } from "./run.ts";
import { Serving } from "./serving.ts";
import type { Address } from "./sources.ts";
import { finish, returnsTo, within } from "./waiting.ts";
import { Clients } from "./workers.ts";

const KILLS = { full: 15, short: 1 };
const LONGEST_LIFE = 200;

/** The errors that clients of a killed server may get. */
const defined = new Set([
  "end",
  "IncompleteMessageError",
  "ConnectionResetError",
  "BrokenPipeError",
  "ECONNREFUSED",
  "ECONNRESET",
  "ConnectionRefusedError",
  "ENOENT",
  "FileNotFoundError",
  "EAGAIN",
  "connect timeout",
]);

/** `random` chooses the moments. */
export async function killServer(extent: Extent, random: () => number): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-abuse-"));
  try {
    return [
      await killAt("kill-server", ["127.0.0.1", 0], extent, random),
      await killAt("kill-server-unix", join(folder, "socket"), extent, random),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function killAt(
  name: string,
  at: Address,
  extent: Extent,
  random: () => number,
): Promise<Result> {
  const began = performance.now();
  const { size, clients, patience } = extent;
  let serving = new Serving({ at });
  try {
    const address = await serving.address();
    const descriptorsBefore = serving.descriptors;
    const task = { name: "good", address, clients, pause: 0, depth: 8, perConnection: 500 };
    await using good = new Clients({ ...task, mix: "mixed" });
    let peakMemory = 0;
    for (let kill = 0; kill <= KILLS[size]; kill++) {
      good.say("mark");
      // All of them, which shows that each has connected to this server.
      const speak = (): boolean => good.leastSinceMark > 0;
      await within(patience, "all are served", speak, () => {
        good.check();
      });
      await sleep(random() * LONGEST_LIFE);
      peakMemory = Math.max(peakMemory, serving.peakMemory);
      if (kill === KILLS[size]) break;
      serving.child.kill("SIGKILL");
      await serving.ends();
      serving = new Serving({ at: address });
      await serving.address();
    }
    await finish(good, patience);
    await returnsTo(descriptorsBefore, serving, patience);
    const tally = good.report!;
    const result = {
      name,
      title: `SIGKILL for the server at a random moment, and a new one on the same ${typeof at === "string" ? "path" : "port"}`,
      seconds: (performance.now() - began) / 1000,
      held: clients,
      ...servedTo(tally),
      peakMemory,
      memoryBound: OWN_MEMORY + clients * 4 * 1_048_576,
      descriptorsBefore,
      descriptorsAfter: serving.descriptors,
      notes: [`${KILLS[size]} servers killed; connections ended by ${counted(tally.failed)}`],
    };
    return {
      ...result,
      problems: [...problemsOf(result), ...undefinedEnds(tally), ...(await endOf(serving))],
    };
  } finally {
    await serving[Symbol.asyncDispose]();
  }
}

function undefinedEnds({ failed, firstWrong }: Tally): string[] {
  const others = Object.keys(failed).filter((how) => !defined.has(how));
  const problems = others.map((how) => `a connection ended with ${how}`);
  return firstWrong === null ? problems : [...problems, `wrong: ${firstWrong}`];
}
