// Installs what a check needs and a machine has not.

import { spawnSync } from "node:child_process";

import { isOnPath } from "./setup.mjs";

/**
 * Installs packages of Debian's with a shell command that names them, unless a program is there. It
 * takes Debian and root; without them nothing happens, and the check says that it did not run.
 */
export function installUnlessThere(program, packages) {
  if (isOnPath(program) || process.getuid?.() !== 0 || !isOnPath("apt-get")) return;
  const install = "apt-get install -y -qq --no-install-recommends";
  const script = ["apt-get update -qq", ...packages.map((each) => `${install} ${each}`)].join("; ");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("sh", ["-c", script], { env, timeout: 240_000 });
}
