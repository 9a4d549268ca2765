import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, test } from "vitest";

import { addonPath, natives } from "../support/addon.ts";
import { root, Running } from "../support/programs.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/**
 * Returns the output of loading the package when one of the addon's names is missing or something
 * else.
 */
async function loadedWith(name: string, value: "undefined" | "1"): Promise<Running> {
  const path = join(folder, `${name}.cjs`);
  const exported = `{ ...require(${JSON.stringify(addonPath)}), ${name}: ${value} }`;
  writeFileSync(path, `module.exports = ${exported};\n`);
  const code = `import("bsd-sockets").then((all) => console.log(typeof all.syscalls.${name}))`;
  const running = new Running(process.execPath, ["-e", code], {
    cwd: root,
    env: { ...process.env, BSD_SOCKETS_ADDON: path },
  });
  await running.ends();
  return running;
}

for (const [name, kind] of [
  ["close", "function"],
  ["recv", "function"],
  ["startTrace", "function"],
  ["registers", "value"],
  ["socketConstants", "value"],
] as const) {
  test(`without ${name} in the addon the package fails to load, and names it`, async () => {
    await using running = await loadedWith(name, "undefined");
    assert.equal(running.child.exitCode, 1);
    assert.match(running.stderr, new RegExp(`the addon has no ${kind} "${name}"`, "u"));
    assert.ok(running.stderr.includes(join(folder, `${name}.cjs`)), "it names the addon's file");
  });
}

test("anything but a function is rejected, also for a function that only some systems have", async () => {
  for (const name of ["close", "epoll_create1"]) {
    await using running = await loadedWith(name, "1");
    assert.equal(running.child.exitCode, 1);
    assert.match(running.stderr, new RegExp(`the addon has no function "${name}"`, "u"));
  }
});

test("a function that only some systems have may be missing", async () => {
  await using running = await loadedWith("epoll_create1", "undefined");
  assert.equal(running.stdout, "undefined\n", running.stderr);
});

test("the sources request every name that the addon exports", () => {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" });
  const sources = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(`${root}src/${file}`, "utf8"));
  const question = /native(?:Function|FunctionIfPresent|Value)\(\s*"(\w+)"/gu;
  const asked = new Set(
    sources.flatMap((source) => [...source.matchAll(question)].map(([, name]) => name)),
  );
  assert.deepEqual(
    Object.keys(natives).filter((name) => !asked.has(name)),
    [],
  );
});
