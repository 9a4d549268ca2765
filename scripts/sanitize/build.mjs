// Builds the addon with sanitizers, beside the ordinary build.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";

import { buildKqueueDouble } from "../build/kqueue-double.mjs";
import { addonSources, isOnPath, root, runStep, runTool } from "../build/setup.mjs";

/** Where a kind of check keeps what it makes. */
export function folderOf(kind) {
  return `build/sanitize/${kind}`;
}

/** The file of a library that comes with the compiler, or undefined. */
export function compilerLibrary(name) {
  const compiler = process.env.CXX ?? "c++";
  const found = spawnSync(compiler, [`-print-file-name=${name}`], { encoding: "utf8" });
  const file = (found.stdout ?? "").trim();
  // A name that the compiler does not know comes back as it is.
  return isAbsolute(file) && existsSync(file) ? file : undefined;
}

/** Why an addon cannot be built with sanitizers here, or undefined. */
export function whyNotBuilt(library) {
  if (process.platform !== "linux") return "only on Linux are these preloaded";
  if (!isOnPath("cmake")) return "cmake is not installed";
  if (compilerLibrary(library) === undefined) return `the compiler has no ${library}`;
  return undefined;
}

/** What the compiler is given for what is built around CMake; as in CMakeLists.txt. */
export function compilerOptionsFor(sanitizers) {
  const options = ["-O1", "-g1"];
  if (sanitizers === undefined) return options;
  options.push(`-fsanitize=${sanitizers}`, "-fno-sanitize-recover=undefined");
  // A class without its type would be taken for one that is not there.
  options.push("-fno-omit-frame-pointer", "-frtti");
  if (!sanitizers.includes("undefined")) return options;
  return [...options, "-static-libubsan", "-Wl,--exclude-libs,libubsan.a"];
}

/** Builds the addon over the double of kqueue; gives its path. */
export function buildSanitizedDouble(kind, sanitizers) {
  const folder = folderOf(kind);
  const objects = `${folder}/addon/CMakeFiles/bsd_sockets.dir`;
  const output = buildKqueueDouble({
    name: `sanitize-${kind}-kqueue`,
    folder: `${folder}/kqueue`,
    options: compilerOptionsFor(sanitizers),
    addonObject: (source) => `${objects}/${source}.o`,
  });
  return join(root, output);
}

/** Builds it when something has changed; gives its path. */
export function buildSanitized(kind, sanitizers) {
  const folder = `${folderOf(kind)}/addon`;
  const output = `${folder}/Release/bsd_sockets.node`;
  runStep({
    name: `sanitize-${kind}`,
    title: `Building the addon with sanitizers (${sanitizers})`,
    inputs: [...addonSources, "CMakeLists.txt", "package-lock.json", "scripts/sanitize/build.mjs"],
    outputs: [output],
    extra: [sanitizers, process.env.CXX],
    run: () => {
      const options = ["--out", folder, `--CDBSD_SOCKETS_SANITIZE=${sanitizers}`];
      runTool("Building", "cmake-js/bin/cmake-js", ["build", ...options]);
    },
  });
  return join(root, output);
}
