// Finds the descendants of processes.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return ""; // The process has just ended.
  }
}

/** Returns a line for each process, with its id and its parent's. */
function lines() {
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).stdout.split("\n");
  }
  const pids = readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
  return pids.map((pid) => `${pid} ${/.*\) \S (\d+)/su.exec(statOf(pid))?.[1] ?? 0}`);
}

/** Returns the descendants of a process. */
export function descendantsOf(ancestor) {
  const pairs = lines().map((line) => line.trim().split(/ +/u).map(Number));
  const below = (parent) =>
    pairs.filter(([, its]) => its === parent).flatMap(([pid]) => [pid, ...below(pid)]);
  return below(ancestor);
}
