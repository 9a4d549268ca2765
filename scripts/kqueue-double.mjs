// Builds the addon with kqueue on Linux, over the double in test/native/kqueue, for the tests.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { compiler, compilerOptions, sources } from "./native-compiler.mjs";
import { addonSources, filesBelow, root, run, runStep } from "./setup.mjs";

const FOLDER = "test/native/kqueue";
const OUTPUT = "build/kqueue/bsd_sockets.node";
const ORDINARY_OBJECTS = "build/Release/obj.target/bsd_sockets";

function objectOf(source) {
  const object = join("build/kqueue", source.replace(/\.cc$/u, ".o"));
  mkdirSync(join(root, dirname(object)), { recursive: true });
  const options = ["-DBSD_SOCKETS_TEST_KQUEUE", "-DNODE_GYP_MODULE_NAME=bsd_sockets"];
  run(basename(source), compiler, [
    ...compilerOptions,
    ...options,
    `-isystem${FOLDER}`,
    "-c",
    source,
    "-o",
    object,
  ]);
  return object;
}

/** The object of the ordinary build, of a source to which kqueue makes no difference. */
function ordinaryObject(source) {
  const object = join(ORDINARY_OBJECTS, source.replace(/\.cc$/u, ".o"));
  const isSame = !readFileSync(join(root, source), "utf8").includes("kqueue.h");
  return isSame && existsSync(join(root, object)) ? object : undefined;
}

function build() {
  const doubles = filesBelow(FOLDER).filter((file) => file.endsWith(".cc"));
  const objects = [
    ...sources.map((source) => ordinaryObject(source) ?? objectOf(source)),
    ...doubles.map(objectOf),
  ];
  const options = ["-shared", "-pthread", "-Wl,--wrap=close", "-o", OUTPUT];
  run("Linking", compiler, [...options, ...objects]);
}

/** Builds it where it can be built and has changed. */
export function buildKqueueDouble() {
  if (process.platform !== "linux") return;
  runStep({
    name: "kqueue",
    title: "Building the addon over a double of kqueue",
    inputs: [
      ...addonSources,
      "binding.gyp",
      FOLDER,
      "scripts/kqueue-double.mjs",
      "scripts/native-compiler.mjs",
      "package-lock.json",
    ],
    outputs: [OUTPUT],
    run: build,
  });
}
