// The compiler and its options from binding.gyp, for steps that do not use node-gyp.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./setup.mjs";

const gyp = JSON.parse(readFileSync(join(root, "binding.gyp"), "utf8"));
const [target] = gyp.targets;

/** The sources of the addon. */
export const sources = target.sources;

export const compiler = process.env.CXX ?? "c++";

/** The options: binding.gyp's warnings as errors, its definitions, and the include folders. */
export const compilerOptions = [
  "-std=c++17",
  "-O2",
  "-fno-exceptions",
  "-fno-rtti",
  "-fPIC",
  "-Werror",
  ...target.cflags_cc.filter((flag) => flag.startsWith("-W") || flag.startsWith("-f")),
  ...target.defines.map((define) => `-D${define}`),
  `-isystem${join(root, "node_modules/node-api-headers/include")}`,
  `-isystem${join(root, "node_modules/node-addon-api")}`,
];
