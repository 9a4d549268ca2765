// AddressSanitizer, UndefinedBehaviorSanitizer and LeakSanitizer: the whole suite.

import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { buildSanitized, buildSanitizedDouble, compilerLibrary, whyNotBuilt } from "./build.mjs";
import { sourceOf } from "./tests.mjs";

const LIBRARY = "libasan.so";
// Converting an out-of-range double to an integer is not covered by `undefined`.
const SANITIZERS = "address,undefined,float-cast-overflow";

/** Test files that say nothing about the addon's memory, and why. */
const leftOut = [
  [/^test\/native\/builds\./u, "builds the addon, and does not run it"],
  [
    /^test\/bench\/(?:cli|runner)\./u,
    "measures speed against limits; other files run the same programs",
  ],
  [/^test\/abuse\//u, "measures the server's memory, which a sanitizer multiplies"],
  [/^test\/docs\//u, "compares documents; other files run the same programs"],
];

function optionsOf(reports, hasLeaks) {
  // Check only Node for leaks: CPython and other programs leave memory to the system when they
  // exit.
  const nodes = join(reports, `${basename(process.execPath)}.options`);
  writeFileSync(nodes, hasLeaks ? "detect_leaks=1\n" : "");
  // An error ends the process with a signal. Leaks do not change its status, because most are
  // Node's own.
  return [
    "detect_leaks=0",
    "exitcode=0",
    "abort_on_error=1",
    "disable_coredump=1",
    "detect_stack_use_after_return=1",
    // The fault injection's library is preloaded first; it does not change memory functions.
    "verify_asan_link_order=0",
    `log_path=${join(reports, "report")}`,
    `include_if_exists=${join(reports, "%b.options")}`,
  ].join(":");
}

function environment(reports, hasLeaks = true) {
  return {
    LD_PRELOAD: compilerLibrary(LIBRARY),
    ASAN_OPTIONS: optionsOf(reports, hasLeaks),
    UBSAN_OPTIONS: `print_stacktrace=1:log_path=${join(reports, "report")}`,
  };
}

// LeakSanitizer stops a process with ptrace, which fails under strace.
const isTraced = (file) => /\/strace\.ts"/u.test(sourceOf(file));

const withoutLeaks = (reports) => environment(reports, false);

export const address = {
  name: "address",
  title: "AddressSanitizer, UndefinedBehaviorSanitizer, LeakSanitizer",
  sanitizers: SANITIZERS,
  defects: { overflow: /heap-buffer-overflow/u, undefined: /runtime error/u, leak: /leak of/u },
  whyNot: () => whyNotBuilt(LIBRARY),
  build: () => buildSanitized("address", SANITIZERS),
  buildDouble: () => buildSanitizedDouble("address", SANITIZERS),
  whyLeftOut: (file) => leftOut.find(([pattern]) => pattern.test(file))?.[1],
  leftOutTests: [],
  command: () => [process.execPath],
  environment,
  passes: [
    { title: "with leaks", folder: "reports", takes: (file) => !isTraced(file), environment },
    {
      title: "under strace, without leaks",
      folder: "reports-strace",
      takes: isTraced,
      environment: withoutLeaks,
    },
  ],
};

/** For npm test, which also runs where LeakSanitizer may not stop a process. */
export const addressWithoutLeaks = {
  ...address,
  title: "AddressSanitizer, UndefinedBehaviorSanitizer",
  defects: { overflow: address.defects.overflow, undefined: address.defects.undefined },
  environment: withoutLeaks,
  passes: [
    {
      title: "without leaks",
      folder: "reports-short",
      takes: () => true,
      environment: withoutLeaks,
    },
  ],
};
