import type { Workload } from "../workload.ts";

/** All workloads, in the order in which they are run and reported. */
export const workloads: readonly Workload[] = [];
