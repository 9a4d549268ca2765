// npm run reference: writes docs/reference/ from the doc comments in src/ and the lists of
// CPython's names in scripts/pages/reference/. `checkReference` only compares, for the tests.

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

/**
 * Reads the sources: returns the pages, incomplete doc comments, and the functions that make system
 * calls.
 */
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

/** Returns the files of the reference with their text. */
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

/** Returns the files that are out of date or no longer generated. */
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

/** Returns the broken links in doc comments. */
export function checkLinks(pages) {
  return deadLinks(pages);
}

/**
 * Finds what corresponds to each of CPython's names, `{ scope, name }`; by default to the recorded
 * ones.
 */
export function judgeNames(pages, names = recordedNames()) {
  const find = finder(pages);
  const reasons = readReasons();
  return names.map((name) => judge(name, find, reasons));
}

/** Returns the patterns in cpython-missing.txt that match no recorded name. */
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
