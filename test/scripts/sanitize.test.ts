import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { test } from "vitest";

import { root, Running } from "../support/programs.ts";

interface Reports {
  defectsIn: (text: string) => string[];
}

const script = pathToFileURL(join(root, "scripts/sanitize/reports.mjs")).href;
const { defectsIn } = (await import(script)) as Reports;

const RUNTIME =
  "operator new(unsigned long) ../../../../src/libsanitizer/asan/asan_new_delete.cpp:95";
const V8 = `v8::internal::Heap::Grow() (${process.execPath}+0x10)`;
const NODE_API = `napi_create_reference (${process.execPath}+0x20)`;
const VECTOR = `std::vector<int>::push_back(int const&) (${process.execPath}+0x30)`;
const ADDON = "sendMessage /sources/native/socket/message.cc:62";

/** Returns LeakSanitizer's output for blocks with these stacks, innermost call first. */
function leaks(...stacks: string[][]): string {
  const blocks = stacks.map((stack) => {
    const frames = stack.map((frame, depth) => `    #${depth} 0x7f00 in ${frame}\n`);
    return `Direct leak of 8 byte(s) in 1 object(s) allocated from:\n${frames.join("")}\n`;
  });
  const head = `\n=====\n==17==ERROR: LeakSanitizer: detected memory leaks\n\n`;
  return `${head}${blocks.join("")}SUMMARY: AddressSanitizer: 8 byte(s) leaked.\n`;
}

test("V8's leaks are Node's, also during a call of the addon", () => {
  assert.deepEqual(defectsIn(leaks([RUNTIME, V8])), []);
  assert.deepEqual(defectsIn(leaks([RUNTIME, VECTOR, V8])), []);
  assert.deepEqual(defectsIn(leaks([RUNTIME, V8, NODE_API, ADDON, V8])), []);
});

test("leaks of the addon count, also those allocated through Node-API", () => {
  for (const stack of [
    [RUNTIME, ADDON, V8],
    [RUNTIME, NODE_API, ADDON, V8],
    [RUNTIME, "getaddrinfo (/lib/x86_64-linux-gnu/libc.so.6+0x40)"],
    [RUNTIME],
  ]) {
    assert.equal(defectsIn(leaks([RUNTIME, V8], stack)).length, 1, stack.join("\n"));
  }
});

test("all other reports count, also next to leaks", () => {
  assert.deepEqual(defectsIn(""), []);
  const overflow = "==17==ERROR: AddressSanitizer: heap-buffer-overflow\n    #0 0x1 in main";
  assert.deepEqual(defectsIn(`=====\n${overflow}\n`), [overflow]);
  const undefinedShift = "native/a.cc:1:2: runtime error: shift exponent 64 is too large";
  assert.deepEqual(defectsIn(`${undefinedShift}\n${leaks([RUNTIME, V8])}`), [undefinedShift]);
});

test("a crash of LeakSanitizer is not a report, but other reports count", () => {
  const crash = `Tracer caught signal 11: addr=0x4b40 pc=0x7f00 sp=0x7f00
==17==LeakSanitizer has encountered a fatal error.
==17==HINT: For debugging, try setting environment variable LSAN_OPTIONS=verbosity=1:log_threads=1
==17==HINT: LeakSanitizer does not work under ptrace (strace, gdb, etc)
`;
  assert.deepEqual(defectsIn(crash), []);
  const undefinedBehavior = "native/trace.cc:1:2: runtime error: shift exponent 40 is too large";
  assert.deepEqual(defectsIn(`${undefinedBehavior}\n${crash}`), [undefinedBehavior]);
});

test("an unknown kind, and words that match no test, are rejected", async () => {
  const script = join(root, "scripts/sanitize.mjs");
  for (const [parameters, message] of [
    [["memory"], "sanitize: expected one of address, thread, valgrind, not memory\n"],
    [["thread", "nothing-has-this"], "sanitize: no test file has any of these words"],
  ] as const) {
    await using running = new Running(process.execPath, [script, ...parameters], { cwd: root });
    assert.equal(await running.ends(), 2);
    assert.ok(running.stderr.startsWith(message), running.stderr);
  }
});
