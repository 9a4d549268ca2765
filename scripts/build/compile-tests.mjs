import { runStep, runTool } from "./setup.mjs";

/** Compiles the tests into build/test if anything has changed. */
export function compileTests() {
  runStep({
    name: "tests",
    title: "Compiling the tests",
    inputs: ["src", "test", "tsconfig.json", "package-lock.json"],
    outputs: ["build/test"],
    run: () => runTool("Compiling the tests", "typescript/bin/tsc", ["--project", "test"]),
  });
}
