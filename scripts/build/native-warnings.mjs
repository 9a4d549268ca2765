// Compiles every native source with binding.gyp's warnings as errors. The real build does not, so
// that the package still builds with newer compilers that have more warnings.

import { dirname } from "node:path";

import { compiler, compilerOptions, sources } from "./native-compiler.mjs";
import { run } from "./setup.mjs";

/** Ends the process at the first warning. */
export function checkNativeWarnings() {
  for (const source of sources) {
    run(dirname(source), compiler, [...compilerOptions, "-c", source, "-o", "/dev/null"]);
  }
}
