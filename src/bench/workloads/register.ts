import { implementations, obstacle, quotients, runRing } from "../ring-program.ts";
import type { Workload } from "../workload.ts";

const FULL = [10, 100, 1000, 9000];
const QUICK = [9000];

/** The cost of registering and unregistering, without events. */
export const register: Workload = {
  name: "register",
  title: "Register and unregister",
  description:
    "Descriptors (n) are registered and then unregistered. This is the cost per descriptor. poll and select" +
    " need no system call for this; the C programs only write to an array.",
  metrics: [
    {
      name: "total",
      title: "Register and unregister, per descriptor",
      unit: "ns",
      better: "lower",
    },
    { name: "register", title: "Register, per descriptor", unit: "ns", better: "lower" },
    { name: "unregister", title: "Unregister, per descriptor", unit: "ns", better: "lower" },
  ],
  charts: [
    { title: "Register and unregister, per descriptor", metric: "total", x: "n" },
    { title: "Register, per descriptor", metric: "register", x: "n" },
    { title: "Unregister, per descriptor", metric: "unregister", x: "n" },
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
