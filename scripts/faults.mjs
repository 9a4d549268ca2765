// npm run faults: makes system calls fail while programs serve. See test/faults/main.ts.

import { compileTests } from "./compile-tests.mjs";
import { setUp } from "./setup.mjs";

await setUp();
compileTests();
await import("../build/test/faults/main.js");
