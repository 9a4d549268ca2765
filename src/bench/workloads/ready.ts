import { implementations, obstacle, pointsOf, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

const WAITS = 100;
// Enough that the first wait, with cold CPU caches, does not matter.
const MANY_WAITS = 2000;

/** The cost of a wait that finds one ready descriptor among many. */
export const ready: Workload = {
  name: "ready",
  title: "One select()",
  description:
    "Some (a) of the watched descriptors (n) are ready and stay ready, because nothing is read. This is" +
    " the cost of select() itself, without receiving and sending.",
  metrics: [{ name: "select", title: "One select()", unit: "ns", better: "lower" }],
  charts: [
    { title: "One select(), one ready", metric: "select", x: "n", where: { a: 1, w: WAITS } },
  ],
  implementations,
  points: (settings) => {
    const usual = { n: settings.isQuick ? [10, 9000] : [10, 100, 1000, 9000], a: () => [1] };
    return pointsOf(settings, usual, () => (settings.isQuick ? [MANY_WAITS] : [WAITS, MANY_WAITS]));
  },
  obstacle: (implementation, point) => obstacle("ready", implementation, point),
  measure: async (implementation, point, settings) => {
    const { wait = [], selects = [] } = await runRing("ready", implementation, point, settings);
    return { select: quotients(wait, selects) };
  },
};
