// npm run bench: sets up what is missing, then runs the benchmark with its arguments.

import { setUp } from "./build/setup.mjs";

await setUp();
process.argv.splice(2, 0, "bench");
await import("../dist/cli/main.js");
