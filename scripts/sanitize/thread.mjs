// ThreadSanitizer: tests with more than one thread, which are those of workers, interruptions and
// the trace.

import { join } from "node:path";

import { buildSanitized, compilerLibrary, whyNotBuilt } from "./build.mjs";
import { sourceOf } from "./tests.mjs";

const LIBRARY = "libtsan.so";

/** The test files to run: by path, or because they mention a worker. */
const paths =
  /^test\/(?:native\/(?:interrupt|loading|terminated)|trace\/(?:address|trace)|lifetime\/)/u;
const threads = /\bnew Worker\(|\bonceBlocked\b|\binterrupt\(/u;

function whyLeftOut(file) {
  if (file.includes("trace/environment")) {
    return "starts CPython, which crashes when ThreadSanitizer's library is preloaded";
  }
  return paths.test(file) || threads.test(sourceOf(file)) ? undefined : "uses one thread";
}

function environment(reports) {
  // Node is not instrumented: its own memory is not checked, because not all of its locks are seen.
  const options = ["exitcode=66", "ignore_noninstrumented_modules=1", "second_deadlock_stack=1"];
  return {
    LD_PRELOAD: compilerLibrary(LIBRARY),
    TSAN_OPTIONS: [...options, `log_path=${join(reports, "report")}`].join(":"),
  };
}

export const thread = {
  name: "thread",
  title: "ThreadSanitizer",
  sanitizers: "thread",
  defects: { race: /data race/u },
  whyNot: () => whyNotBuilt(LIBRARY),
  build: () => buildSanitized("thread", "thread"),
  whyLeftOut,
  leftOutTests: [
    [
      "a second Ctrl-C ends a program that only computes",
      "ThreadSanitizer delays a signal until the program calls the C library",
    ],
  ],
  command: () => [process.execPath],
  environment,
  passes: [
    { title: "workers, interruptions, trace", folder: "reports", takes: () => true, environment },
  ],
};
