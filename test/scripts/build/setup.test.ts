import assert from "node:assert/strict";

import { test } from "vitest";

import { root, Running } from "../../support/programs.ts";

test("if the addon cannot be built, setup says what it looked for and what to install", async () => {
  const code = `import("./scripts/build/setup.mjs").then(({ requireBuildTools }) => requireBuildTools());`;
  await using running = new Running(process.execPath, ["-e", code], {
    cwd: root,
    env: { PATH: "/nowhere" },
  });
  assert.equal(await running.ends(), 1);
  for (const part of ["python3", "make", "c++", "PATH: /nowhere", "apt install", "xcode-select"]) {
    assert.ok(running.stderr.includes(part), part);
  }
});
