import { implementations, obstacle, pointsOf, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

const ACTIVE = 10;
const WRITES = 500;

/** A ring where every event unregisters its descriptor, and registers it again. */
export const churn: Workload = {
  name: "churn",
  title: "Churn",
  description:
    "The ring, but each event unregisters its descriptor before it reads and registers it again" +
    " afterwards, like a program that hands a connection to other code for a while.",
  metrics: [{ name: "event", title: "One event", unit: "ns", better: "lower" }],
  charts: [{ title: "One event with churn", metric: "event", x: "n" }],
  implementations,
  points: (settings) => {
    const usual = { n: settings.isQuick ? [1000] : [10, 100, 1000, 9000], a: () => [ACTIVE] };
    return pointsOf(settings, usual, () => [WRITES]);
  },
  obstacle: (implementation, point) => obstacle("churn", implementation, point),
  measure: async (implementation, point, settings) => {
    const { wait = [], reads = [] } = await runRing("churn", implementation, point, settings);
    return { event: quotients(wait, reads) };
  },
};
