// npm run reference: writes docs/reference/ from the doc comments of src/ and from the lists of
// CPython's names in scripts/pages/reference/. `checkReference` only looks, for the tests.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { callersAmong, lacksOf } from "./reference/calls.mjs";
import { cpythonPage } from "./reference/cpython-page.mjs";
import { finder, judge, readReasons, recordedNames } from "./reference/cpython.mjs";
import { indexPage } from "./reference/index-page.mjs";
import { createProgram, readModules } from "./reference/model.mjs";
import { deadLinks, laidOut, pageMarkdown } from "./reference/pages.mjs";
import { fail, filesBelow, root } from "../build/setup.mjs";

const FOLDER = "docs/reference";

/** What the sources say: the pages, what doc comments lack, and which functions make system calls. */
export function readReference() {
  const program = createProgram();
  const modules = readModules(program);
  const checker = program.getTypeChecker();
  return {
    pages: laidOut(modules),
    lacks: lacksOf(modules, checker),
    callers: callersAmong(modules, checker),
  };
}

/** Each file of the reference with its text. */
function filesOf(pages) {
  return new Map([
    ["README.md", indexPage(pages)],
    ["cpython-names.md", cpythonPage(pages)],
    ...pages.map((page) => [page.file, pageMarkdown(page, pages)]),
  ]);
}

function isCurrent(file, text) {
  try {
    return readFileSync(join(root, FOLDER, file), "utf8") === text;
  } catch {
    return false;
  }
}

/** The files that are not what the sources say, and those that nothing is said about. */
export function checkReference(pages) {
  const files = filesOf(pages);
  const stale = [...files].filter(([file, text]) => !isCurrent(file, text)).map(([file]) => file);
  const strangers = strangersAmong(files);
  return [...stale, ...strangers];
}

function strangersAmong(files) {
  const there = filesBelow(FOLDER).map((file) => file.slice(FOLDER.length + 1));
  return there.filter((file) => !files.has(file));
}

/** The links of doc comments that lead nowhere. */
export function checkLinks(pages) {
  return deadLinks(pages);
}

/** What becomes of names of CPython, `{ scope, name }`, by default of the recorded ones. */
export function judgeNames(pages, names = recordedNames()) {
  const find = finder(pages);
  const reasons = readReasons();
  return names.map((name) => judge(name, find, reasons));
}

/** The patterns of missing names that fit none of the recorded ones. */
export function unusedPatterns() {
  const names = recordedNames().map(({ scope, name }) => `${scope}.${name}`);
  return readReasons()
    .flatMap(({ patterns }) => patterns)
    .filter(({ matches }) => !names.some(matches))
    .map(({ pattern }) => pattern);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    const { pages } = readReference();
    const files = filesOf(pages);
    mkdirSync(join(root, FOLDER), { recursive: true });
    for (const [file, text] of files) {
      if (!isCurrent(file, text)) writeFileSync(join(root, FOLDER, file), text);
    }
    for (const file of strangersAmong(files)) rmSync(join(root, FOLDER, file));
  } catch (error) {
    fail(error.message);
  }
}
