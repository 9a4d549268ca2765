// The programs in the documents compile, and print what the documents say.

import assert from "node:assert/strict";
import { join } from "node:path";

import ts from "typescript";
import { describe, test } from "vitest";

import { type Example, examples } from "../support/pages.ts";
import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

const all = examples();

const lacks: Readonly<Record<string, boolean>> = {
  Linux: process.platform !== "linux",
  root: process.getuid?.() !== 0,
};

/** False, or why an example cannot run here. */
function reasonToSkip({ title, need }: Example): string | false {
  if (need === undefined) return false;
  assert.ok(need in lacks, `${title} needs “${need}”, which this test does not know`);
  return lacks[need]! && `NOT RUN: needs ${need}`;
}

/** The options of the package's own compilation, without those that are only its style. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(
    join(root, "tsconfig.json"),
    ts.sys.readFile.bind(ts.sys),
  ) as {
    config: object;
  };
  const own = { ...config, files: [], include: [] };
  const { options } = ts.parseJsonConfigFileContent(own, ts.sys, root);
  return {
    ...options,
    noEmit: true,
    rootDir: root,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false,
    noPropertyAccessFromIndexSignature: false,
  };
}

/** What the compiler reports of programs that are only in memory, by their paths. */
function faultsOf(programs: ReadonlyMap<string, string>): string[] {
  const options = compilerOptions();
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => programs.has(file) || disk.fileExists(file),
    readFile: (file) => programs.get(file) ?? disk.readFile(file),
    getSourceFile: (file, version, ...rest) => {
      const code = programs.get(file);
      if (code === undefined) return disk.getSourceFile(file, version, ...rest);
      return ts.createSourceFile(file, code, version);
    },
  };
  const program = ts.createProgram([...programs.keys()], options, host);
  return [...programs.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(
      ({ messageText }) =>
        `${file.slice(root.length)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}

function fileOf({ title }: Example): string {
  return join(root, `${title.replaceAll(/\W+/gu, "-")}.ts`);
}

test("the examples compile", () => {
  assert.deepEqual(faultsOf(new Map(all.map((each) => [fileOf(each), each.code]))), []);
});

test("an example that does not compile is noticed", () => {
  const file = join(root, "wrong.ts");
  const code = 'import * as socket from "bsd-sockets/socket";\nsocket.socket().bind(1);\n';
  const [fault] = faultsOf(new Map([[file, code]]));
  assert.match(fault ?? "", /^wrong\.ts: Argument of type 'number' is not assignable/u);
});

describe("the examples print what the documents say", () => {
  for (const each of all) {
    testUnless(reasonToSkip(each))(each.title, async () => {
      const { outputText } = ts.transpileModule(each.code, {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      });
      const parameters = ["--input-type=module", "--eval", outputText];
      await using running = new Running(process.execPath, parameters, { cwd: root });
      assert.equal(await running.ends(), 0, running.stderr);
      assert.equal(running.stdout, each.output);
    });
  }
});
