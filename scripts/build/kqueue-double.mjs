// Builds the addon with kqueue on Linux, over the test double of kqueue in test/native/kqueue.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { compiler, compilerOptions, sources } from "./native-compiler.mjs";
import { addonSources, filesBelow, root, run, runStep } from "./setup.mjs";

const FOLDER = "test/native/kqueue";

/** A build variant: its folder, its compiler options, and where the addon's own objects are. */
const ordinary = {
  name: "kqueue",
  folder: "build/kqueue",
  options: [],
  addonObject: (source) =>
    join("build/Release/obj.target/bsd_sockets", source.replace(/\.cc$/u, ".o")),
};

function objectOf(source, kind) {
  const object = join(kind.folder, source.replace(/\.cc$/u, ".o"));
  mkdirSync(join(root, dirname(object)), { recursive: true });
  const options = ["-DBSD_SOCKETS_TEST_KQUEUE", "-DNODE_GYP_MODULE_NAME=bsd_sockets"];
  run(basename(source), compiler, [
    ...compilerOptions,
    ...options,
    ...kind.options,
    `-isystem${FOLDER}`,
    "-c",
    source,
    "-o",
    object,
  ]);
  return object;
}

/** Returns the object of the addon's own build, if the source does not depend on kqueue. */
function addonObject(source, kind) {
  const object = kind.addonObject(source);
  const isSame = !readFileSync(join(root, source), "utf8").includes("kqueue.h");
  return isSame && existsSync(join(root, object)) ? object : undefined;
}

function build(kind, output) {
  const doubles = filesBelow(FOLDER).filter((file) => file.endsWith(".cc"));
  const objects = [
    ...sources.map((source) => addonObject(source, kind) ?? objectOf(source, kind)),
    ...doubles.map((source) => objectOf(source, kind)),
  ];
  const options = ["-shared", "-pthread", "-Wl,--wrap=close", ...kind.options, "-o", output];
  run("Linking", compiler, [...options, ...objects]);
}

/** Builds the addon over the test double if anything has changed, on Linux only; returns its path. */
export function buildKqueueDouble(kind = ordinary) {
  const output = `${kind.folder}/bsd_sockets.node`;
  if (process.platform !== "linux") return output;
  runStep({
    name: kind.name,
    title: "Building the addon over a test double of kqueue",
    inputs: [
      ...addonSources,
      "binding.gyp",
      FOLDER,
      "scripts/build/kqueue-double.mjs",
      "scripts/build/native-compiler.mjs",
      "package-lock.json",
    ],
    outputs: [output],
    extra: kind.options,
    run: () => build(kind, output),
  });
  return output;
}
