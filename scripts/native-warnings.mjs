// Compiles every native source with the warnings of binding.gyp as errors. The build itself does not,
// so that a compiler newer than ours, with more warnings, still builds the package.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { root, run } from "./setup.mjs";

/** Ends the process when there is a warning. */
export function checkNativeWarnings() {
  const gyp = JSON.parse(readFileSync(join(root, "binding.gyp"), "utf8"));
  const [target] = gyp.targets;
  const warnings = target.cflags_cc.filter((flag) => flag.startsWith("-W"));
  const defines = target.defines.map((define) => `-D${define}`);
  const headers = [
    join(root, "node_modules/node-api-headers/include"),
    join(root, "node_modules/node-addon-api"),
  ].map((folder) => `-isystem${folder}`);
  const compiler = process.env.CXX ?? "c++";
  const options = ["-std=c++17", "-O2", "-fno-exceptions", "-fPIC", "-Werror"];
  for (const source of target.sources) {
    const output = ["-c", source, "-o", "/dev/null"];
    run(dirname(source), compiler, [...options, ...warnings, ...defines, ...headers, ...output]);
  }
}
