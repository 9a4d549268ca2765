import { echoObstacle, echoServers, grown, loadOn } from "../echo-programs.ts";
import type { Workload } from "../workload.ts";

const CONNECTIONS = 100;
const SIZE = 64;
const ECHOES = 3_000_000;
// Until then a runtime that collects garbage has not settled.
const ECHOES_BEFORE = 1_000_000;

/** Whether an echo server grows while it works. */
export const soak: Workload = {
  name: "soak",
  title: "Growth",
  description:
    "An hour of echoes in as little time as they take: how much resident memory the server gains over" +
    " e echoes of 64 bytes on 100 connections, after a million that are not counted.",
  metrics: [
    { name: "growth", title: "Growth in a million echoes", unit: "bytes", better: "lower" },
  ],
  charts: [],
  implementations: echoServers,
  mostRounds: 1,
  points: ({ isQuick, data }) =>
    (data["e"] ?? (isQuick ? [] : [ECHOES])).map((e) => ({ n: CONNECTIONS, s: SIZE, e })),
  obstacle: echoObstacle,
  measure: async (implementation, { n = 1, s = 1, e = 1 }) => {
    const parameters = ["-c", n, "-s", s, "-u", ECHOES_BEFORE, "-e", e];
    return { growth: [grown(await loadOn(implementation, parameters)) / (e / 1e6)] };
  },
};
