import { defineConfig } from "vitest/config";

import { projects } from "./scripts/vitest/projects.mjs";
import { sources } from "./scripts/vitest/sources.mjs";

export default defineConfig({
  plugins: [sources()],
  test: {
    projects,
    pool: "forks",
    // Most test files wait for processes and for the kernel.
    maxWorkers: 4,
    maxConcurrency: 2,
    // For a machine that is ten times slower than a quiet one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    slowTestThreshold: 10_000,
    silent: "passed-only",
    globalSetup: ["scripts/vitest/set-up.mjs", "scripts/vitest/watchdog.mjs"],
    setupFiles: ["scripts/vitest/heartbeat.mjs"],
  },
});
