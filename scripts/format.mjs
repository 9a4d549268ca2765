// npm run format: formats every file. `checkFormat` only checks, for npm test.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { filesBelow, root, run, runTool, setUp } from "./build/setup.mjs";

const clangFormat = join(root, "node_modules/clang-format/index.js");

function nativeFiles() {
  return filesBelow("native", "scripts", "test").filter((file) => /\.(?:cc|h|c)$/u.test(file));
}

// The clang-format package has binaries for these platforms only.
const hasClangFormat =
  process.platform === "darwin" || (process.platform === "linux" && process.arch === "x64");

function formatNative(parameters) {
  if (!hasClangFormat) {
    process.stderr.write(`NOT RUN: clang-format has no binary for this platform\n`);
    return;
  }
  const command = [clangFormat, "--style=file", ...parameters, ...nativeFiles()];
  run("clang-format", process.execPath, command);
}

/** Ends the process if a file is not formatted. */
export function checkFormat() {
  runTool("prettier", "prettier/bin/prettier.cjs", ["--check", "."]);
  formatNative(["--dry-run", "--Werror"]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await setUp();
  runTool("prettier", "prettier/bin/prettier.cjs", ["--write", "."]);
  formatNative(["-i"]);
}
