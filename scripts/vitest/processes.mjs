// Which processes other processes have started.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return ""; // It has just ended.
  }
}

/** A line for each process, with its number and its parent's. */
function lines() {
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).stdout.split("\n");
  }
  const pids = readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
  return pids.map((pid) => `${pid} ${/.*\) \S (\d+)/su.exec(statOf(pid))?.[1] ?? 0}`);
}

/** The processes that a process started, and those that they started, while they are its family. */
export function descendantsOf(ancestor) {
  const pairs = lines().map((line) => line.trim().split(/ +/u).map(Number));
  const below = (parent) =>
    pairs.filter(([, its]) => its === parent).flatMap(([pid]) => [pid, ...below(pid)]);
  return below(ancestor);
}
