// npm test: builds what is out of date, checks the sources, and runs the tests.
//
//   npm test                    everything
//   npm test -- socket ctrl-c   only the test files whose path contains one of these words
//   npm test -- --project unit  with any option of "vitest run"
//   npm test -- --no-install    without installing Debian packages (as root, it does)

import { compileTests } from "./build/compile-tests.mjs";
import { checkFormat } from "./format.mjs";
import { takeNoInstall } from "./build/install.mjs";
import { checkNativeWarnings } from "./build/native-warnings.mjs";
import { lint } from "./lint/lint.mjs";
import { printResult } from "./sanitize/check.mjs";
import { checkShort } from "./sanitize/short.mjs";
import { testFiles } from "./sanitize/tests.mjs";
import { countsOf } from "./vitest/counts.mjs";
import { fail, runStep, setUp } from "./build/setup.mjs";

function checkSources() {
  runStep({
    name: "warnings",
    title: "Checking for compiler warnings",
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
      "vitest.config.js",
      "package.json",
      "package-lock.json",
    ],
    run: lint,
  });
  process.stderr.write("Checking the formatting …\n");
  checkFormat();
}

const words = takeNoInstall(process.argv.slice(2));

await setUp();
compileTests();
// Imported here because only now is it sure to be installed.
const { parseCLI, startVitest } = await import("vitest/node");
const { filter, options } = parseCLI(["vitest", "run", ...words]);
const isWhole = filter.length === 0;
if (testFiles(filter).length === 0) {
  fail(`No test file has any of these words in its path: ${filter.join(", ")}`);
}
if (isWhole) checkSources();
// Before the other tests, so that their failures are at the end of the output.
const sanitized = isWhole ? checkShort() : undefined;
const vitest = await startVitest("test", filter, options);
const { passed, failed, skipped } = countsOf(vitest);
if (sanitized !== undefined && !printResult(sanitized)) process.exitCode = 1;
if (failed > 0 || passed === 0) process.exitCode = 1;
process.once("exit", () => {
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
});
await vitest.exit();
