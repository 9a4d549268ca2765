import { implementations, obstacle, pointsOf, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

const ACTIVE = 10;
const WRITES = 500;

/** Idle connections beside few that send a byte to and fro. */
export const idle: Workload = {
  name: "idle",
  title: "Idle connections",
  description:
    "n connections where nothing happens, beside a pairs of sockets that send a byte to and fro." +
    " What an event costs: the same for any n under epoll and kqueue, more and more under others.",
  metrics: [{ name: "event", title: "One event", unit: "ns", better: "lower" }],
  charts: [{ title: "One event beside n idle connections", metric: "event", x: "n" }],
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
