// Installs what a check needs and the machine does not have, unless --no-install forbids it.

import { spawnSync } from "node:child_process";

import { isOnPath } from "./setup.mjs";

/**
 * Takes `--no-install` out of a command's words. With it, neither this process nor its children, the
 * tests among them, install anything.
 */
export function takeNoInstall(words) {
  if (words.includes("--no-install")) process.env.BSD_SOCKETS_NO_INSTALL = "1";
  return words.filter((word) => word !== "--no-install");
}

function mayInstall() {
  const isForbidden = process.env.BSD_SOCKETS_NO_INSTALL !== undefined;
  return !isForbidden && process.getuid?.() === 0 && isOnPath("apt-get");
}

/**
 * Installs Debian packages with a shell command that names them, unless a program is there. Without
 * Debian, root or leave to install, nothing happens, and the check reports that it did not run.
 */
export function installUnlessThere(program, packages) {
  if (isOnPath(program) || !mayInstall()) return;
  const install = "apt-get install -y -qq --no-install-recommends";
  const script = ["apt-get update -qq", ...packages.map((each) => `${install} ${each}`)].join("; ");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("sh", ["-c", script], { env, timeout: 240_000 });
}
