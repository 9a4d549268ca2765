// Builds the addon with sanitizers, separate from the normal build.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";

import { buildKqueueDouble } from "../build/kqueue-double.mjs";
import { addonSources, isOnPath, root, runStep, runTool } from "../build/setup.mjs";

/** Returns the folder where a check keeps its builds and reports. */
export function folderOf(kind) {
  return `build/sanitize/${kind}`;
}

/** Returns the path of a library that comes with the compiler, or undefined. */
export function compilerLibrary(name) {
  const compiler = process.env.CXX ?? "c++";
  const found = spawnSync(compiler, [`-print-file-name=${name}`], { encoding: "utf8" });
  const file = (found.stdout ?? "").trim();
  // The compiler prints an unknown name unchanged.
  return isAbsolute(file) && existsSync(file) ? file : undefined;
}

/** Returns why an addon with sanitizers cannot be built here, or undefined. */
export function whyNotBuilt(library) {
  if (process.platform !== "linux")
    return "the sanitizers are preloaded, which works only on Linux";
  if (!isOnPath("cmake")) return "cmake is not installed";
  if (compilerLibrary(library) === undefined) return `the compiler has no ${library}`;
  return undefined;
}

/** Returns the compiler options for builds without CMake; the same as in CMakeLists.txt. */
export function compilerOptionsFor(sanitizers) {
  const options = ["-O1", "-g1"];
  if (sanitizers === undefined) return options;
  options.push(`-fsanitize=${sanitizers}`, "-fno-sanitize-recover=undefined");
  // The vptr check of UndefinedBehaviorSanitizer needs RTTI; without it, valid objects look invalid.
  options.push("-fno-omit-frame-pointer", "-frtti");
  if (!sanitizers.includes("undefined")) return options;
  return [...options, "-static-libubsan", "-Wl,--exclude-libs,libubsan.a"];
}

/** Builds the addon over the test double of kqueue; returns its path. */
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

/** Builds the addon with sanitizers if anything has changed; returns its path. */
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
