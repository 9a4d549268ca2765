// npm run abuse, differential, faults, fuzz, lifetime: the long checks. Their arguments are
// documented in test/<name>/main.ts.

import { compileTests } from "./build/compile-tests.mjs";
import { installUnlessThere, takeNoInstall } from "./build/install.mjs";
import { setUp } from "./build/setup.mjs";

const [name, ...words] = takeNoInstall(process.argv.slice(2));
process.argv.splice(2, Infinity, ...words);
if (name === "fuzz") {
  // libFuzzer is in a separate package, named after clang's version.
  installUnlessThere("clang++", ["clang", "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"]);
}
await setUp();
compileTests();
await import(`../build/test/${name}/main.js`);
