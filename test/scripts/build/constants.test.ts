import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { root } from "../../support/programs.ts";

interface Name {
  name: string;
  isEverywhere: boolean;
}

interface Script {
  checkConstants: () => string[];
  readNames: () => { names: Name[] }[];
}

const script = pathToFileURL(join(root, "scripts/build/constants.mjs")).href;
const { checkConstants, readNames } = (await import(script)) as Script;

const names = readNames().flatMap((section) => section.names);
const exported = socket as unknown as Record<string, number | undefined>;

test("the generated constants are up to date", () => {
  assert.deepEqual(checkConstants(), [], "out of date; “npm run constants” writes them");
});

test("each name is listed once, and exported", () => {
  assert.equal(new Set(names.map(({ name }) => name)).size, names.length);
  for (const { name, isEverywhere } of names) {
    assert.ok(name in exported, name);
    if (isEverywhere) assert.equal(typeof exported[name], "number", name);
  }
});
