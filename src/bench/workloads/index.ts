import type { Workload } from "../workload.ts";
import { app } from "./app.ts";
import { calls } from "./calls.ts";
import { churn } from "./churn.ts";
import { echo } from "./echo.ts";
import { idle } from "./idle.ts";
import { memory } from "./memory.ts";
import { ready } from "./ready.ts";
import { register } from "./register.ts";
import { ring } from "./ring.ts";
import { soak } from "./soak.ts";

/** All workloads, in the order in which they run and are reported. */
export const workloads: readonly Workload[] = [
  ring,
  ready,
  register,
  churn,
  idle,
  echo,
  calls,
  app,
  memory,
  soak,
];
