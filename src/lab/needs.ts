import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

import type { Experiment, Need } from "./experiment.ts";
import type { Observed } from "./observed.ts";

function canUnshare(): boolean {
  const words = ["--map-root-user", "--net", "true"];
  return spawnSync("unshare", words, { stdio: "ignore" }).status === 0;
}

function reasonFor(need: Need): string | false {
  if (typeof need === "function") return need();
  switch (need) {
    case "root":
      return process.getuid?.() !== 0 && "must run as root";
    case "network namespace":
      return !canUnshare() && "needs a network namespace of its own (unshare --net)";
    case "/proc":
      return !existsSync("/proc/self/syscall") && "needs /proc";
  }
}

/** The expected observations on this platform; undefined if they are not known. */
export function expectedHere({
  expected,
}: Experiment): Readonly<Record<string, Observed>> | undefined {
  return (expected as Readonly<Record<string, Readonly<Record<string, Observed>> | undefined>>)[
    process.platform
  ];
}

/** Returns why an experiment cannot run here, or undefined. */
export function reasonToSkip(experiment: Experiment): string | undefined {
  if (expectedHere(experiment) === undefined) {
    return `the expected results on ${process.platform} are not known`;
  }
  for (const need of experiment.needs ?? []) {
    const reason = reasonFor(need);
    if (reason !== false) return reason;
  }
  return undefined;
}
