import assert from "node:assert/strict";

import { test } from "vitest";

import { isAlive } from "../../support/process-state.ts";
import { childFile, Running } from "../../support/programs.ts";
import { until } from "../../support/until.ts";

test("kills the watched processes when the runner is killed, but none that was unwatched", async () => {
  await using running = new Running(process.execPath, [childFile("watching")]);
  assert.equal(await running.ends(), "SIGKILL");
  const [spared, doomed] = running.stdout.split(" ").map(Number) as [number, number];
  try {
    await until(() => !isAlive(doomed));
    assert.ok(isAlive(spared));
  } finally {
    if (isAlive(spared)) process.kill(spared, "SIGKILL");
  }
});
