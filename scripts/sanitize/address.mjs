// AddressSanitizer, UndefinedBehaviorSanitizer and LeakSanitizer: the whole suite.

import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { buildSanitized, buildSanitizedDouble, compilerLibrary, whyNotBuilt } from "./build.mjs";
import { sourceOf } from "./tests.mjs";

const LIBRARY = "libasan.so";
// What a double becomes when it is made an integer is not part of `undefined`.
const SANITIZERS = "address,undefined,float-cast-overflow";

/** The test files that say nothing about the addon's memory, and why. */
const leftOut = [
  [/^test\/native\/builds\./u, "builds the addon; the compiler is not what is checked"],
  [
    /^test\/bench\/(?:cli|runner)\./u,
    "times programs against limits of its own; other files run the same programs",
  ],
  [
    /^test\/abuse\//u,
    "measures the server's memory, of which a sanitizer takes several times as much",
  ],
  [/^test\/docs\//u, "compares documents; its programs run in other files too"],
];

function optionsOf(reports, hasLeaks) {
  // Only Node is asked for leaks: CPython and others leave to the system what they end with.
  const nodes = join(reports, `${basename(process.execPath)}.options`);
  writeFileSync(nodes, hasLeaks ? "detect_leaks=1\n" : "");
  // An error ends the process by a signal, and leaks leave its status as it is: most are Node's own.
  return [
    "detect_leaks=0",
    "exitcode=0",
    "abort_on_error=1",
    "disable_coredump=1",
    "detect_stack_use_after_return=1",
    // Fault injection's library stands before it, and leaves memory alone.
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

// LeakSanitizer stops a process by ptrace, which strace has then.
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
