// Runs in each process that runs tests: shows the watchdog that its event loop is running.

import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

import { folderVariable } from "./watchdog.mjs";

const BEAT_MILLISECONDS = 1000;

const folder = process.env[folderVariable];
if (folder !== undefined) {
  const file = join(folder, String(process.pid));
  writeFileSync(file, expect.getState().testPath);
  setInterval(() => {
    const now = Date.now() / 1000;
    utimesSync(file, now, now);
  }, BEAT_MILLISECONDS).unref();
}
