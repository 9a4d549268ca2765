// Installs the Debian packages a check needs, unless --no-install is given.

import { spawnSync } from "node:child_process";

import { isOnPath } from "./setup.mjs";

/**
 * Removes `--no-install` from the arguments. If it was there, neither this process nor its
 * children, including the tests, install anything.
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
 * Installs Debian packages unless the program is on the PATH. Does nothing without Debian, without
 * root or with --no-install; the check then reports that it did not run.
 */
export function installUnlessThere(program, packages) {
  if (isOnPath(program) || !mayInstall()) return;
  const install = "apt-get install -y -qq --no-install-recommends";
  const script = ["apt-get update -qq", ...packages.map((each) => `${install} ${each}`)].join("; ");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("sh", ["-c", script], { env, timeout: 240_000 });
}
