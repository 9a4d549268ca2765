// The end of a Vitest run that fails in every way; its test files are in test/support/vitest.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, test } from "vitest";

import { isAlive, needsProc } from "../support/process-state.ts";
import { root, Running } from "../support/programs.ts";

const RUN = `
  import { startVitest } from "vitest/node";
  import { countsOf } from "./scripts/vitest/counts.mjs";
  const vitest = await startVitest("test", [], { config: "test/support/vitest/vitest.config.js" });
  console.log(JSON.stringify(countsOf(vitest)));
  await vitest.exit();`;

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
const pidFile = join(folder, "pid");
let running: Running;

beforeAll(async () => {
  const env = { ...process.env, BSD_SOCKETS_TEST_PATIENCE: "5", PID_FILE: pidFile };
  const parameters = ["--input-type=module", "-e", RUN];
  running = new Running(process.execPath, parameters, { cwd: root, env });
  await running.ends();
});

// Nobody reaps the orphan that was killed.
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  return needsProc !== false || !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("a blocked process is killed with its descendants, and its file is named", () => {
  const blocked = join(root, "test/support/vitest/blocked.ts");
  assert.match(
    running.stderr,
    new RegExp(`^WATCHDOG: ${blocked} has blocked .*killed it and 1 `, "mu"),
  );
  assert.equal(isRunning(Number(readFileSync(pidFile, "utf8"))), false);
});

test("the other files run, and failures outside tests are counted", () => {
  const counts = JSON.parse(running.stdout.trim().split("\n").at(-1)!) as unknown;
  assert.deepEqual(counts, { passed: 1, failed: 5, skipped: 2 }, running.stdout);
});
