// npm start: builds what is out of date, then shows the tour or runs the program you name.

import { setUp } from "./build/setup.mjs";

await setUp();
if (process.argv.length === 2) process.argv.push("tour");
await import("../dist/cli/main.js");
