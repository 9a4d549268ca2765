// npm run fuzz: gives inputs of all kinds to what reads bytes. See test/fuzz/main.ts.

import { compileTests } from "./compile-tests.mjs";
import { installUnlessThere } from "./install.mjs";
import { setUp } from "./setup.mjs";

// libFuzzer is a package of its own, named by clang's version.
installUnlessThere("clang++", ["clang", "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"]);
await setUp();
compileTests();
await import("../build/test/fuzz/main.js");
