import { implementations, obstacle, pointsOf, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

const ACTIVE = 10;
const WRITES = 500;

/** Idle connections, and a few active ones. */
export const idle: Workload = {
  name: "idle",
  title: "Idle connections",
  description:
    "Idle connections (n), and active socket pairs (a) that send a byte back and forth. The cost of an" +
    " event does not depend on n for epoll and kqueue, but grows with n for poll and select.",
  metrics: [{ name: "event", title: "One event", unit: "ns", better: "lower" }],
  charts: [{ title: "One event with n idle connections", metric: "event", x: "n" }],
  implementations,
  points: (settings) => {
    const usual = { n: settings.isQuick ? [1000] : [10, 100, 1000, 9000], a: () => [ACTIVE] };
    return pointsOf(settings, usual, () => [WRITES]);
  },
  obstacle: (implementation, point) => obstacle("idle", implementation, point),
  measure: async (implementation, point, settings) => {
    const { wait = [], reads = [] } = await runRing("idle", implementation, point, settings);
    return { event: quotients(wait, reads) };
  },
};
