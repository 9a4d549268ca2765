import { echoObstacle, echoServers, memoryGrowth, loadOn } from "../echo-programs.ts";
import type { Workload } from "../workload.ts";

const CONNECTIONS = 100;
const SIZE = 64;
const ECHOES = 3_000_000;
// By then the heap of a garbage-collected runtime has reached its final size.
const ECHOES_BEFORE = 1_000_000;

/** How much the memory of an echo server grows under load. */
export const soak: Workload = {
  name: "soak",
  title: "Memory growth",
  description:
    "How much the resident memory of the server grows over millions of echoes (e) of 64 bytes on 100" +
    " connections, after a warm-up of a million echoes.",
  metrics: [{ name: "growth", title: "Growth per million echoes", unit: "bytes", better: "lower" }],
  charts: [],
  implementations: echoServers,
  mostRounds: 1,
  points: ({ isQuick, data }) =>
    (data["e"] ?? (isQuick ? [] : [ECHOES])).map((e) => ({ n: CONNECTIONS, s: SIZE, e })),
  obstacle: echoObstacle,
  measure: async (implementation, { n = 1, s = 1, e = 1 }) => {
    const parameters = ["-c", n, "-s", s, "-u", ECHOES_BEFORE, "-e", e];
    return { growth: [memoryGrowth(await loadOn(implementation, parameters)) / (e / 1e6)] };
  },
};
