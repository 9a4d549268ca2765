// Proves that a check reports defects, by running an addon with deliberate ones.

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { compiler, compilerOptions } from "../build/native-compiler.mjs";
import { root, run, runStep } from "../build/setup.mjs";
import { compilerOptionsFor, folderOf } from "./build.mjs";
import { emptyFolder, readReports } from "./reports.mjs";

const SOURCE = "test/sanitize/defects.cc";

function buildDefects(kind) {
  const output = `${folderOf(kind.name)}/defects.node`;
  const sanitizers = compilerOptionsFor(kind.sanitizers);
  runStep({
    name: `sanitize-defects-${kind.name}`,
    title: `Building an addon with defects, to check the ${kind.name} check`,
    inputs: [SOURCE, "scripts/build/native-compiler.mjs", "package-lock.json"],
    outputs: [output],
    extra: [sanitizers, compiler],
    run: () => {
      mkdirSync(dirname(join(root, output)), { recursive: true });
      const options = ["-DNODE_GYP_MODULE_NAME=defects", "-pthread", "-shared"];
      run("Building defects", compiler, [
        ...compilerOptions,
        ...options,
        ...sanitizers,
        SOURCE,
        "-o",
        output,
      ]);
    },
  });
  return join(root, output);
}

/** Returns the deliberate defects that the check does not report here. */
export function missedDefects(kind) {
  const addon = buildDefects(kind);
  return Object.entries(kind.defects)
    .filter(([name, pattern]) => {
      const reports = emptyFolder(join(root, folderOf(kind.name), "self-check"));
      const code = `require(${JSON.stringify(addon)}).defect("${name}")`;
      const [command, ...parameters] = kind.command(reports);
      const environment = { ...process.env, ...kind.environment(reports) };
      spawnSync(command, [...parameters, "-e", code], { env: environment, stdio: "ignore" });
      return !readReports(reports).some((text) => pattern.test(text));
    })
    .map(([name]) => name);
}
