// npm start: sets up what is missing, then shows the tour, or runs the program that was named.

import { setUp } from "./build/setup.mjs";

await setUp();
if (process.argv.length === 2) process.argv.push("tour");
await import("../dist/cli/main.js");
