// npm run differential: compares calls with CPython's. See test/differential/main.ts.

import { compileTests } from "./compile-tests.mjs";
import { setUp } from "./setup.mjs";

await setUp();
compileTests();
await import("../build/test/differential/main.js");
