import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { root } from "../support/programs.ts";
import { askPython } from "../support/python.ts";

interface Name {
  scope: string;
  name: string;
}

interface Judged extends Name {
  here?: unknown;
  instead?: unknown;
  reason?: { id: string };
}

interface Reference {
  checkLinks: (pages: unknown) => string[];
  checkReference: (pages: unknown) => string[];
  judgeNames: (pages: unknown, names?: Name[]) => Judged[];
  readReference: () => { pages: unknown; lacks: string[]; callers: string[] };
  unusedPatterns: () => string[];
}

const script = pathToFileURL(join(root, "scripts/pages/reference.mjs")).href;
const { checkLinks, checkReference, judgeNames, readReference, unusedPatterns } = (await import(
  script
)) as Reference;
const { pages, lacks, callers } = readReference();

function namesOf(judged: Judged[]): string[] {
  return judged.map(({ scope, name }) => `${scope}.${name}`);
}

/** Returns the names that the installed CPython has. */
function pythonNames(): Name[] {
  const program = readFileSync(join(root, "test/support/python/public_names.py"), "utf8");
  const names = askPython(program) as [string, string][];
  return names.map(([scope, name]) => ({ scope, name }));
}

test("the reference is up to date", () => {
  assert.deepEqual(checkReference(pages), [], "out of date; “npm run reference” writes it");
});

test("public functions have doc comments, and those that make a system call name it and its man page", () => {
  assert.deepEqual(lacks, []);
});

test("functions that make a system call are found through their calls", () => {
  const found = new Set(callers);
  for (const name of [
    "select.epoll",
    "select.Poll.poll",
    "selectors.BaseSelector.register",
    "socket.create_connection",
    "socket.Socket.sendfile",
    "syscalls.accept4",
  ]) {
    assert.ok(found.has(name), name);
  }
  for (const name of ["select.kevent", "socket.Socket.gettimeout", "syscalls.CMSG_LEN"]) {
    assert.ok(!found.has(name), name);
  }
});

test("links in doc comments work", () => {
  assert.deepEqual(checkLinks(pages), []);
});

test("the pages do not depend on the machine they were written on", () => {
  for (const file of ["README.md", "cpython-names.md", "socket.md"]) {
    const page = readFileSync(join(root, "docs/reference", file), "utf8");
    assert.ok(!page.includes(root), file);
  }
});

for (const [which, names] of [
  ["that is recorded", undefined],
  ["on this machine", pythonNames()],
] as const) {
  test(`every name of the CPython ${which} is here, or has a reason why not`, () => {
    const judged = judgeNames(pages, names);
    assert.ok(judged.length > 400);
    const unknown = judged.filter(({ here, reason }) => here === undefined && reason === undefined);
    assert.deepEqual(namesOf(unknown), []);
    const both = judged.filter(({ here, reason }) => here !== undefined && reason !== undefined);
    assert.deepEqual(namesOf(both), [], "listed as missing, but exported");
  });
}

test("the replacement of a name exists", () => {
  const moved = judgeNames(pages).filter(({ reason }) => reason?.id === "otherwise");
  assert.ok(moved.length > 0);
  assert.deepEqual(namesOf(moved.filter(({ instead }) => instead === undefined)), []);
});

test("each pattern of missing names matches a name", () => {
  assert.deepEqual(unusedPatterns(), []);
});

test("the modules export the names on their pages", () => {
  const modules: Readonly<Record<string, object>> = { select, selectors, socket };
  const here = judgeNames(pages).filter(({ scope, here: found }) => scope in modules && found);
  const lacking = here.filter(({ scope, name }) => !(name in modules[scope]!));
  assert.deepEqual(namesOf(lacking), []);
});

test("a name of CPython's that is not accounted for is found", () => {
  const [judged] = judgeNames(pages, [{ scope: "socket.socket", name: "levitate" }]);
  assert.equal(judged?.here, undefined);
  assert.equal(judged?.reason, undefined);
});
