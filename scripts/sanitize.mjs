// npm run sanitize: the tests under sanitizers and valgrind. See docs/sanitizers.md.
//
//   npm run sanitize                            every kind
//   npm run sanitize -- thread                  one kind: address, thread or valgrind
//   npm run sanitize -- address socket trace    only test files whose path has one of these words

import { compileTests } from "./build/compile-tests.mjs";
import { takeNoInstall } from "./build/install.mjs";
import { buildKqueueDouble } from "./build/kqueue-double.mjs";
import { address } from "./sanitize/address.mjs";
import { check, printResult } from "./sanitize/check.mjs";
import { testFiles } from "./sanitize/tests.mjs";
import { thread } from "./sanitize/thread.mjs";
import { valgrind } from "./sanitize/valgrind.mjs";
import { setUp } from "./build/setup.mjs";

const kinds = [address, thread, valgrind];

function invalidArguments(message) {
  process.stderr.write(`sanitize: ${message}\n`);
  process.exit(2);
}

const [name, ...words] = takeNoInstall(process.argv.slice(2));
const chosen = kinds.filter((kind) => name === undefined || kind.name === name);
const names = kinds.map((kind) => kind.name).join(", ");
if (chosen.length === 0) invalidArguments(`expected one of ${names}, not ${name}`);
const files = testFiles(words);
if (files.length === 0) {
  invalidArguments(`no test file has any of these words in its path: ${words.join(", ")}`);
}

await setUp();
compileTests();
buildKqueueDouble();
const results = chosen.map((kind) => check(kind, files));
process.stdout.write("\n");
const areClean = results.map(printResult);
if (!areClean.every(Boolean)) process.exitCode = 1;
const figures = results.map(({ kind, files, counts, reports, seconds, whyNot }) => ({
  kind: kind.name,
  ...(whyNot === undefined ? { files, ...counts, reports: reports.length, seconds } : { whyNot }),
}));
process.stdout.write(`${JSON.stringify(figures)}\n`);
