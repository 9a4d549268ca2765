// All scenarios, by name.

import { drain } from "./drain.ts";
import { killClients } from "./kill-clients.ts";
import { killServer } from "./kill-server.ts";
import type { Result } from "./result.ts";
import { type Extent, run } from "./run.ts";
import { scenarios } from "./scenarios.ts";
import { soak } from "./soak.ts";
import { speaking } from "./speaking.ts";
import { needsFlood, synFlood } from "./syn-flood.ts";

/** Options of a run. */
interface Order {
  readonly extent: Extent;
  /** Duration of the soak, in seconds. */
  readonly soakSeconds: number;
  readonly random: () => number;
}

/** A scenario. */
export interface Entry {
  readonly name: string;
  /** Why it cannot be run here, or false. */
  readonly obstacle?: () => string | false;
  readonly run: (order: Order) => Promise<readonly Result[]>;
}

/** All scenarios, in the order of the report. */
export const catalogue: readonly Entry[] = [
  { name: "speaking", run: async ({ extent }) => [await speaking(extent)] },
  ...scenarios.map((scenario) => ({
    name: scenario.name,
    run: async ({ extent }: Order) => [await run(scenario, extent)],
  })),
  {
    name: "syn-flood",
    obstacle: needsFlood,
    run: async ({ extent }) => [await synFlood(extent)],
  },
  {
    name: "kill-clients",
    run: async ({ extent, random }) => [await killClients(extent, random)],
  },
  { name: "kill-server", run: async ({ extent, random }) => await killServer(extent, random) },
  { name: "drain", run: async ({ extent }) => [await drain(extent)] },
  { name: "soak", run: async ({ extent, soakSeconds }) => [await soak(extent, soakSeconds)] },
];
