import { implementations, obstacle, pointsOf, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

// Every active pair passes on one byte at least; more writes would take poll too long for many n.
const LEAST_WRITES = 100;

/** The ring of socket pairs that came with libevent. */
export const ring: Workload = {
  name: "ring",
  title: "Selector ring",
  description:
    "n socket pairs in a ring, all watched; a bytes go around, w writes long. What a wait costs as" +
    " the number of watched descriptors grows: nothing more for epoll and kqueue.",
  metrics: [
    { name: "select", title: "One select(), with its events", unit: "ns", better: "lower" },
    { name: "wait", title: "Event loop", unit: "ns", better: "lower" },
    { name: "registration", title: "Registration of all", unit: "ns", better: "lower" },
    { name: "total", title: "Registration and event loop", unit: "ns", better: "lower" },
  ],
  charts: [
    { title: "One select(), one active", metric: "select", x: "n", where: { a: 1 } },
    { title: "Event loop, one active", metric: "wait", x: "n", where: { a: 1 } },
    { title: "Event loop, 100 active", metric: "wait", x: "n", where: { a: 100 } },
    { title: "Registration of all", metric: "registration", x: "n", where: { a: 1 } },
    { title: "Registration and event loop", metric: "total", x: "n", where: { a: 1 } },
  ],
  implementations,
  points: (settings) => {
    const full = { n: [10, 30, 100, 300, 1000, 3000, 9000], a: activeOf };
    const quick = { n: [100, 1000, 9000], a: () => [1] };
    return pointsOf(settings, settings.isQuick ? quick : full, (a) => Math.max(LEAST_WRITES, a));
  },
  obstacle: (implementation, point) => obstacle("ring", implementation, point),
  measure: async (implementation, point, settings) => {
    const figures = await runRing("ring", implementation, point, settings);
    const { registration = [], wait = [], total = [], selects = [] } = figures;
    return { registration, wait, total, select: quotients(wait, selects) };
  },
};

function activeOf(n: number): number[] {
  return [1, 100, n].filter((a) => a <= n);
}
