import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { test } from "vitest";

import { root } from "../support/programs.ts";

interface Section {
  letter: string;
  heading: string;
  cases: { id: string; sentence: string }[];
}

interface TestFile {
  file: string;
  ids: Set<string>;
}

interface Script {
  readCases: (text?: string) => Section[];
  idsIn: (source: string) => Set<string>;
  problems: (sections?: Section[], tests?: TestFile[]) => string[];
  isPageCurrent: () => boolean;
}

const script = pathToFileURL(join(root, "scripts/pages/conformance.mjs")).href;
const { readCases, idsIn, problems, isPageCurrent } = (await import(script)) as Script;

test("every case has a test that names it, and every test names cases that are listed", () => {
  assert.deepEqual(problems(), []);
});

test("docs/conformance.md matches the list and the tests", () => {
  assert.ok(isPageCurrent(), "out of date; “npm run conformance” writes it");
});

test("ids stand before the first colon of a title, in a call of any helper or in a table", () => {
  const source = `
    test("L1: one", () => {});
    epollTest("L2, L3: two", body);
    test(\`L4: with \${name}\`, () => {});
    const calls = { "L5: a property": 1, other: ["L6: an element"] };
    test("L7 is named, but not before a colon", () => {});
    test("as L8: says", () => {});
    // L9: a comment
    test("L10:", () => {});`;
  assert.deepEqual([...idsIn(source)], ["L1", "L2", "L3", "L4", "L5", "L6"]);
});

test("a case without a test, an unknown id and an id listed twice are reported", () => {
  const sections = readCases("[L] Some\nL1 One.\nL2 Two.\nL1 One again.\n");
  const tests = [{ file: "test/a.test.ts", ids: new Set(["L1", "L7"]) }];
  assert.deepEqual(problems(sections, tests), [
    "L1 is listed twice",
    "L2 has no test",
    "test/a.test.ts names L7, which is not a case",
  ]);
  for (const text of ["L1 No section.", "[L] Some\nT1 Another letter.", "[L] Some\nL1 no point"]) {
    assert.throws(() => readCases(text), /cases\.txt: “/u, text);
  }
});
