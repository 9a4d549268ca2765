import { implementations, obstacle, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

const FULL = [10, 100, 1000, 9000];
const QUICK = [9000];

/** Registration and unregistration, without an event. */
export const register: Workload = {
  name: "register",
  title: "Register and unregister",
  description:
    "n descriptors are registered, and then unregistered: what each costs. Under poll and select" +
    " that is no system call; the C programs then only write to an array.",
  metrics: [
    { name: "total", title: "Both, each descriptor", unit: "ns", better: "lower" },
    { name: "register", title: "Register, each descriptor", unit: "ns", better: "lower" },
    { name: "unregister", title: "Unregister, each descriptor", unit: "ns", better: "lower" },
  ],
  charts: [
    { title: "Register and unregister, each descriptor", metric: "total", x: "n" },
    { title: "Register, each descriptor", metric: "register", x: "n" },
    { title: "Unregister, each descriptor", metric: "unregister", x: "n" },
  ],
  implementations,
  points: (settings) => {
    const pairs = settings.data["n"] ?? (settings.isQuick ? QUICK : FULL);
    return pairs.map((n) => ({ n }));
  },
  obstacle: (implementation, point) => obstacle("ring", implementation, point),
  measure: async (implementation, point, settings) => {
    const { n = 1 } = point;
    const figures = await runRing("ring", implementation, point, settings);
    const { registration = [], unregistration = [] } = figures;
    const total = registration.map((time, i) => time + unregistration[i]!);
    return {
      register: quotients(registration, n),
      unregister: quotients(unregistration, n),
      total: quotients(total, n),
    };
  },
};
