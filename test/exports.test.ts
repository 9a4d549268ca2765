import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { test } from "vitest";

import { root } from "./support/programs.ts";

interface Package {
  exports: Record<string, string>;
  dependencies: Record<string, string>;
}

const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Package;

test("every entry point loads, and the root has every module as a namespace", async () => {
  const whole = (await import("bsd-sockets")) as Record<string, unknown>;
  for (const name of Object.keys(exports)) {
    if (name === "." || name === "./package.json") continue;
    const module = (await import(`bsd-sockets/${name.slice(2)}`)) as Record<string, unknown>;
    if (name === "./errors" || name === "./python") {
      for (const key of Object.keys(module)) assert.equal(whole[key], module[key], key);
    } else {
      assert.equal(whole[name.slice(2)], module, name);
    }
  }
});
