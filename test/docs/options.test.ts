import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { root } from "../support/programs.ts";

interface Script {
  checkOptions: () => Promise<boolean>;
  fillOptions: (page: string) => Promise<string>;
}

const script = pathToFileURL(join(root, "scripts/pages/options.mjs")).href;
const { checkOptions, fillOptions } = (await import(script)) as Script;

const page = readFileSync(join(root, "docs/options.md"), "utf8");

test("docs/options.md matches the table of options", async () => {
  assert.ok(await checkOptions(), "out of date; “npm run options” fills it");
});

test("the page has every option once, and the fields of every object value", () => {
  for (const { name, codec } of Object.values(socket.optionTable) as socket.Option[]) {
    assert.equal(page.split(`| \`${name}\` `).length, 2, name);
    if (/^[A-Z]\w+$/u.test(codec.type) && codec.type !== "Buffer") {
      assert.match(page, new RegExp(`^### (?:.*, )?${codec.type}\\b`, "mu"), codec.type);
    }
  }
});

test("a marker must name something that exists", async () => {
  await assert.rejects(fillOptions("<!-- options: SOL_NOWHERE -->\n"), /no options of the level/u);
  await assert.rejects(
    fillOptions("<!-- fields: src/socket/options/time.ts#Nothing -->\n"),
    /has no interface Nothing/u,
  );
  const filled = await fillOptions("<!-- fields: src/socket/options/time.ts#Linger -->\n");
  assert.match(filled, /^\| `onoff` +\| `boolean` \|/mu);
  assert.equal(await fillOptions(filled), filled);
});
