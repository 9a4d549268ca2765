// npm run abuse: load and abuse for the message server. See test/abuse/main.ts.

import { compileTests } from "./compile-tests.mjs";
import { setUp } from "./setup.mjs";

await setUp();
compileTests();
await import("../build/test/abuse/main.js");
