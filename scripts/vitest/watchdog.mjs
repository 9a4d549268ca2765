// A process that is blocked in a system call fires no timers, so Vitest's timeouts cannot end its
// test. The watchdog runs in Vitest's own process: it prints the test file and kills the process
// that runs it, with its descendants.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { descendantsOf } from "./processes.mjs";

/** The variable with the folder where each process has a file that shows it is alive. */
export const folderVariable = "BSD_SOCKETS_TEST_HEARTBEATS";

const PAUSE_MILLISECONDS = 1000;
const patience = Number(process.env.BSD_SOCKETS_TEST_PATIENCE ?? 300);

function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function killBlocked(pid, test, seconds) {
  const ours = descendantsOf(process.pid);
  if (!ours.includes(pid)) return;
  const started = descendantsOf(pid);
  process.stderr.write(
    `WATCHDOG: ${test} has blocked its process for ${Math.round(seconds)} s; ` +
      `killed it and ${started.length} processes that it started\n`,
  );
  [pid, ...started].forEach(kill);
}

function look(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const seconds = (Date.now() - statSync(file).mtimeMs) / 1000;
    if (seconds < patience) continue;
    killBlocked(Number(name), readFileSync(file, "utf8"), seconds);
    rmSync(file);
  }
}

export function setup() {
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-heartbeats-"));
  process.env[folderVariable] = folder;
  const timer = setInterval(look, PAUSE_MILLISECONDS, folder);
  return () => {
    clearInterval(timer);
    rmSync(folder, { recursive: true, force: true });
  };
}
