import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { test } from "vitest";

import { root } from "../support/programs.ts";

interface Package {
  dependencies: Record<string, string>;
}

interface Lock {
  packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(`${root}src/bench/peers/${name}`, "utf8"));
}

test("the peers have exact versions, and the lock file has hashes but no addresses", () => {
  const { dependencies } = read("package.json") as Package;
  const { packages } = read("package-lock.json") as Lock;
  assert.deepEqual(Object.keys(dependencies), ["bun", "koffi"]);
  for (const [name, version] of Object.entries(dependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/u);
    assert.equal(packages[`node_modules/${name}`]?.version, version);
  }
  for (const [path, { integrity, resolved }] of Object.entries(packages)) {
    if (path !== "") assert.match(integrity ?? "", /^sha512-/u, path);
    assert.equal(resolved, undefined, path);
  }
});
