import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root, runStep, runTool } from "./setup.mjs";

// LeakSanitizer and valgrind run the compiled tests in plain Node with node:test. This module gives
// the tests what they import from Vitest.
const VITEST_ON_NODE = `export {
  after as afterAll, afterEach, before as beforeAll, beforeEach, describe, test,
} from "node:test";
`;

function compile() {
  runTool("Compiling the tests", "typescript/bin/tsc", ["--project", "test"]);
  const folder = join(root, "build/test/node_modules/vitest");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "exports": "./index.js" }\n');
  writeFileSync(join(folder, "index.js"), VITEST_ON_NODE);
}

/** Compiles the tests into build/test if anything has changed. */
export function compileTests() {
  runStep({
    name: "tests",
    title: "Compiling the tests",
    inputs: [
      "src",
      "test",
      "tsconfig.json",
      "package-lock.json",
      "scripts/build/compile-tests.mjs",
    ],
    outputs: ["build/test"],
    run: compile,
  });
}
