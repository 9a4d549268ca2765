// npm run bench: builds what is out of date, then runs the benchmark with your arguments.

import { setUp } from "./build/setup.mjs";

await setUp();
process.argv.splice(2, 0, "bench");
await import("../dist/cli/main.js");
