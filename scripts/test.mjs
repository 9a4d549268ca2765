// npm test: sets up what is missing, checks the sources, and runs the tests.
//
//   npm test                    everything
//   npm test -- socket ctrl-c   only the test files whose path has one of these words
//   npm test -- --no-install    without installing Debian packages, as it does for root

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { compileTests } from "./build/compile-tests.mjs";
import { checkFormat } from "./format.mjs";
import { takeNoInstall } from "./build/install.mjs";
import { buildKqueueDouble } from "./build/kqueue-double.mjs";
import { checkNativeWarnings } from "./build/native-warnings.mjs";
import { lint } from "./lint/lint.mjs";
import { tell } from "./sanitize/check.mjs";
import { checkShort } from "./sanitize/short.mjs";
import { fail, filesBelow, root, runStep, setUp } from "./build/setup.mjs";

const words = takeNoInstall(process.argv.slice(2));

await setUp();
compileTests();
if (words.length === 0) {
  runStep({
    name: "warnings",
    title: "Looking for compiler warnings",
    inputs: [
      "native",
      "binding.gyp",
      "scripts/build/native-compiler.mjs",
      "scripts/build/native-warnings.mjs",
    ],
    run: checkNativeWarnings,
  });
  runStep({
    name: "lint",
    title: "Linting",
    inputs: [
      "src",
      "test",
      "scripts",
      "CONTRIBUTING.md",
      "eslint.config.js",
      "package.json",
      "package-lock.json",
    ],
    run: lint,
  });
  process.stderr.write("Looking at the formatting …\n");
  checkFormat();
}

const tests = filesBelow("test")
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .map((file) => join("build", file.replace(/\.ts$/u, ".js")));
if (tests.length === 0)
  fail(`No test file has any of these words in its path: ${words.join(", ")}`);
if (tests.some((file) => file.includes("kqueue"))) buildKqueueDouble();
// Before the others, whose failures node:test lists at its end: what failed is to be read there, and
// where only the end of what was printed is kept, it is in it.
const sanitized = words.length === 0 ? checkShort() : undefined;
const result = spawnSync(
  process.execPath,
  // By its name: where there is no terminal, Node 20 would take another, which lists no failures.
  ["--enable-source-maps", "--test", "--test-timeout=300000", "--test-reporter=spec", ...tests],
  { cwd: root, stdio: "inherit" },
);
process.exitCode = result.status ?? 1;
if (sanitized !== undefined && !tell(sanitized)) process.exitCode = 1;
