// The programs that checks compare with: strace, ss, ping, tshark.

import { spawnSync } from "node:child_process";

/** The Debian package of each program. */
const packages = {
  ping: "iputils-ping",
  ss: "iproute2",
  strace: "strace",
  tshark: "tshark",
} as const;

function has(program: string): boolean {
  return spawnSync("which", [program]).status === 0;
}

// Test files run in parallel, and apt does not wait for another apt. Only root can write to this
// folder: in /tmp another user could hold the lock, or have the name point elsewhere.
const lock = "/var/cache/apt";

function install(program: string, name: string): void {
  const script = `
    command -v ${program} || {
      apt-get update -qq
      apt-get install -y -qq --no-install-recommends ${name}
    }`;
  spawnSync("flock", [lock, "sh", "-c", script], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 240_000,
  });
}

/**
 * Returns whether a missing program may be installed: as root on Debian, without `npm test --
 * --no-install`.
 */
function mayInstall(): boolean {
  const isForbidden = process.env["BSD_SOCKETS_NO_INSTALL"] !== undefined;
  return !isForbidden && process.getuid?.() === 0 && has("apt-get");
}

/**
 * Installs a program if it is missing and may be installed. Returns false, or why the check does
 * not run.
 */
export function needsTool(program: keyof typeof packages): string | false {
  if (process.platform !== "linux") return `compares with Linux's ${program}`;
  if (!has(program) && mayInstall()) install(program, packages[program]);
  return !has(program) && `NOT RUN: ${program} is not installed`;
}
