// Compiles every native source with the warnings of binding.gyp as errors. The build itself does not,
// so that a compiler newer than ours, with more warnings, still builds the package.

import { dirname } from "node:path";

import { compiler, compilerOptions, sources } from "./native-compiler.mjs";
import { run } from "./setup.mjs";

/** Ends the process when there is a warning. */
export function checkNativeWarnings() {
  for (const source of sources) {
    run(dirname(source), compiler, [...compilerOptions, "-c", source, "-o", "/dev/null"]);
  }
}
