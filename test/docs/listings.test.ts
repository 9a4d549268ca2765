import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { test } from "vitest";

import { pages, read } from "../support/pages.ts";
import { root } from "../support/programs.ts";

interface Listings {
  checkListings: () => string[];
  fillListings: (page: string) => string;
}

const script = pathToFileURL(join(root, "scripts/pages/listings.mjs")).href;
const { checkListings, fillListings } = (await import(script)) as Listings;

const DIFFERENCES = "docs/tutorial/09-differences.md";

test("the listings in docs/ are those of the programs", () => {
  assert.deepEqual(checkListings(), [], "out of date; “npm run listings” fills them");
});

test("every listing of the tutorial is marked as one of a program's or as an example", () => {
  for (const file of pages().filter((name) => name.startsWith(dirname(DIFFERENCES)))) {
    for (const [block] of read(file).matchAll(/^(?:.*\n){2}```ts$/gmu)) {
      assert.match(block, /^<!-- (?:listing: .+|example(?:: \w+)?) -->$/mu, `${file}: no marker`);
    }
  }
});

test("a part of a program is found by the beginning of its first line", () => {
  const fill = (name: string): string => fillListings(`<!-- listing: ${name} -->`);
  assert.match(fill("src/tutorial/libserver.ts#write(): void"), /ts\nwrite\(\)[^]*\n\}\n```$/u);
  assert.match(
    fill("src/tutorial/app-server.ts#try {"),
    /ts\ntry \{[^]*\} finally \{\n.*\n\}\n```$/u,
  );
  assert.throws(() => fill("src/tutorial/libserver.ts#no_such_method("), /no line begins with/u);
  assert.throws(() => fill("src/tutorial/libserver.ts#import"), /several lines begin with/u);
  assert.throws(() => fill("src/tutorial/no-such-program.ts"), /ENOENT/u);
});

test("the differences page has each place that differs from the tutorial, and no other", () => {
  const folder = join(root, "src/tutorial");
  const inPrograms = readdirSync(folder).flatMap((file) => {
    const program = basename(file, ".ts");
    const comments = read(relative(root, join(folder, file))).matchAll(
      /\/\/ Differs from the tutorial: (.+)$/gmu,
    );
    return [...comments].map(([, text]) => `${program}: ${text!}`);
  });
  const entries = read(DIFFERENCES).matchAll(/^- `([\w-]+)`: “(.+)”$/gmu);
  const onPage = [...entries].map(([, program, text]) => `${program!}: ${text!}`);
  assert.deepEqual(onPage.sort(), inPrograms.sort());
});
