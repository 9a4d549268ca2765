import { implementations, obstacle, pointsOf, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

const FULL = [10, 30, 100, 300, 1000, 3000, 9000];
const QUICK = [100, 1000, 9000];
const WRITES = 100;
const MANY_WRITES = 2000;

/** A ring of socket pairs, like libevent's benchmark. */
export const ring: Workload = {
  name: "ring",
  title: "Selector ring",
  description:
    "Socket pairs (n) in a ring, all watched. One or more bytes (a) go around until a number of writes (w)" +
    " are done. The cost of a wait does not grow with n for epoll and kqueue.",
  metrics: [
    { name: "select", title: "One select(), with its events", unit: "ns", better: "lower" },
    { name: "wait", title: "Event loop", unit: "ns", better: "lower" },
    { name: "registration", title: "Registration of all", unit: "ns", better: "lower" },
    { name: "total", title: "Registration and event loop", unit: "ns", better: "lower" },
  ],
  charts: [
    { title: "One select(), one active", metric: "select", x: "n", where: { a: 1, w: WRITES } },
    { title: "Event loop, one active", metric: "wait", x: "n", where: { a: 1, w: WRITES } },
    { title: "Event loop, 100 active", metric: "wait", x: "n", where: { a: 100 } },
    { title: "Registration of all", metric: "registration", x: "n", where: { a: 1, w: WRITES } },
    { title: "Registration and event loop", metric: "total", x: "n", where: { a: 1, w: WRITES } },
  ],
  implementations,
  points: (settings) => {
    const usual = settings.isQuick ? { n: QUICK, a: () => [1] } : { n: FULL, a: activeOf };
    return pointsOf(settings, usual, settings.isQuick ? () => [WRITES] : writesOf);
  },
  obstacle: (implementation, point) => obstacle("ring", implementation, point),
  measure: async (implementation, point, settings) => {
    const figures = await runRing("ring", implementation, point, settings);
    const { registration = [], wait = [], total = [], selects = [] } = figures;
    return { registration, wait, total, select: quotients(wait, selects) };
  },
};

// More than one active pair only at powers of ten and at 9000.
function activeOf(n: number): number[] {
  return String(n).startsWith("3") ? [1] : [1, 100, n].filter((a) => a <= n);
}

// Each active pair passes a byte on at least once. With one active pair each write takes one wait, and a
// hundred waits already take poll long; more waits show the cost once the caches are warm.
function writesOf(a: number, n: number): number[] {
  if (a > 1) return [Math.max(1000, a)];
  return n === 100 || n === 9000 ? [WRITES, MANY_WRITES] : [WRITES];
}
