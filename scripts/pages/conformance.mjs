// npm run conformance: writes docs/conformance.md from the cases in test/conformance/cases.txt and
// the titles of the tests. A title starts with the ids of its cases: test("L5, L6: …"). The tests
// call `problems`, which finds inconsistencies, and `isPageCurrent`, which only compares.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import ts from "typescript";

import { fail, filesBelow, root } from "../build/setup.mjs";

const LIST = "test/conformance/cases.txt";
const PAGE = "docs/conformance.md";
const TITLE = /^([A-Z]\d+(?:, [A-Z]\d+)*): ./u;

/** Returns the sections of the list: letter, heading and cases. */
export function readCases(text = readFileSync(join(root, LIST), "utf8")) {
  const sections = [];
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, letter, heading] = /^\[([A-Z])\] (.+)$/u.exec(line) ?? [];
    if (letter !== undefined) {
      sections.push({ letter, heading, cases: [] });
      continue;
    }
    const [, id, sentence] = /^([A-Z]\d+) (.+\.)$/u.exec(line) ?? [];
    if (id?.[0] !== sections.at(-1)?.letter) throw new Error(`${LIST}: “${line}”`);
    sections.at(-1).cases.push({ id, sentence });
  }
  return sections;
}

/**
 * Returns the ids that titles in a source name. A title may be a helper's argument, or be in a
 * table.
 */
export function idsIn(source) {
  const ids = new Set();
  const visit = (node) => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node);
    const names = isText ? TITLE.exec(node.text)?.[1] : undefined;
    for (const id of names?.split(", ") ?? []) ids.add(id);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("test.ts", source, ts.ScriptTarget.Latest));
  return ids;
}

/** Returns the test files with the ids that each names. */
function readTests() {
  return filesBelow("test")
    .filter((file) => file.endsWith(".ts") && !file.startsWith("test/conformance/"))
    .map((file) => ({ file, ids: idsIn(readFileSync(join(root, file), "utf8")) }));
}

/**
 * Returns the inconsistencies: ids listed twice, cases without a test, and titles that name no
 * case.
 */
export function problems(sections = readCases(), tests = readTests()) {
  const listed = sections.flatMap(({ cases }) => cases.map(({ id }) => id));
  const tested = new Set(tests.flatMap(({ ids }) => [...ids]));
  const twice = listed.filter((id, index) => listed.indexOf(id) !== index);
  const untested = listed.filter((id) => !tested.has(id));
  const unknown = tests.flatMap(({ file, ids }) =>
    [...ids]
      .filter((id) => !listed.includes(id))
      .map((id) => `${file} names ${id}, which is not a case`),
  );
  return [
    ...twice.map((id) => `${id} is listed twice`),
    ...untested.map((id) => `${id} has no test`),
    ...unknown,
  ];
}

const INTRODUCTION = `<!-- Written by "npm run conformance" from ${LIST} and the tests. -->

# What works as in CPython

The behaviour of CPython's modules socket, select and selectors that this package shares, case by case. The files after
each case are the tests that check it, by titles that begin with its id; a case without a test fails the tests. The
cases are written in JavaScript's terms: tuples are arrays, None is null, bytes are a Buffer, a ValueError is a
RangeError. For intentional differences, see [What differs from CPython on purpose](differences.md).
`;

function pageOf(sections, tests) {
  const proofs = (id) =>
    tests.filter(({ ids }) => ids.has(id)).map(({ file }) => `\`${file.replace("test/", "")}\``);
  const parts = sections.map(({ heading, cases }) => {
    const lines = cases.map(
      ({ id, sentence }) => `- **${id}** ${sentence} ${proofs(id).join(", ")}`,
    );
    return `\n## ${heading}\n\n${lines.map((line) => line.trimEnd()).join("\n")}\n`;
  });
  return INTRODUCTION + parts.join("");
}

function page() {
  return pageOf(readCases(), readTests());
}

/** Returns whether the page is up to date. */
export function isPageCurrent() {
  return readFileSync(join(root, PAGE), "utf8") === page();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    writeFileSync(join(root, PAGE), page());
  } catch (error) {
    fail(error.message);
  }
}
