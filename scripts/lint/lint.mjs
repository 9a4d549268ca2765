// The linters: ESLint; dependency-cruiser for the order of the rooms; knip for unused code.

import { runTool } from "../build/setup.mjs";

/** Ends the process at the first linter that fails. */
export function lint() {
  runTool("eslint", "eslint/bin/eslint.js", ["."]);
  const rooms = ["--config", "scripts/lint/rooms.mjs", "src"];
  runTool("dependency-cruiser", "dependency-cruiser/bin/dependency-cruise.mjs", rooms);
  runTool("knip", "knip/bin/knip.js", ["--config", "scripts/lint/knip.mjs"]);
}
