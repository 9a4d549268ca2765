// npm run fuzz: gives inputs of all kinds to what reads bytes. See test/fuzz/main.ts.

import { compileTests } from "./compile-tests.mjs";
import { setUp } from "./setup.mjs";

await setUp();
compileTests();
await import("../build/test/fuzz/main.js");
