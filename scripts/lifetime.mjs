// npm run lifetime: threads and the lifetime of descriptors. See test/lifetime/main.ts.

import { compileTests } from "./compile-tests.mjs";
import { setUp } from "./setup.mjs";

await setUp();
compileTests();
await import("../build/test/lifetime/main.js");
