// Plants circles and upward imports, and checks that the rules reject each.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { beforeAll, test } from "vitest";

import { root } from "../../support/programs.ts";

/** Returns dependency-cruiser's output for files given by path. */
function cruised(files: Readonly<Record<string, string>>): { status: number | null; text: string } {
  const folder = mkdtempSync(join(tmpdir(), "rooms-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const cruise = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const words = [cruise, "--config", join(root, "scripts/lint/rooms.mjs"), "src"];
    const { status, stdout } = spawnSync(process.execPath, words, {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, text: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Imports that close a circle with `<kind>-back.ts`, by kind. */
const circles = {
  value: 'import { back } from "./value-back.ts";\nexport const there = (): unknown => back;\n',
  type: 'import type { back } from "./type-back.ts";\nexport let there: typeof back;\n',
  "import-type": 'export let there: typeof import("./import-type-back.ts").back;\n',
  dynamic: 'export const there = async () => await import("./dynamic-back.ts");\n',
  export: 'export { back as there } from "./export-back.ts";\n',
};

/** Imports from a higher room, by kind. */
const upward = {
  value: 'import { value } from "../socket/higher.ts";\nexport const copy = value;\n',
  type: 'import type { Shape } from "../socket/higher.ts";\nexport let shape: Shape;\n',
  "import-type": 'export let shape: import("../socket/higher.ts").Shape;\n',
};

const HIGHER = "export const value = 1;\nexport interface Shape { size: number }\n";

let found = "";
beforeAll(() => {
  const files: Record<string, string> = { "src/socket/higher.ts": HIGHER };
  for (const [kind, text] of Object.entries(circles)) {
    files[`src/trace/${kind}.ts`] = text;
    files[`src/trace/${kind}-back.ts`] =
      `import { there } from "./${kind}.ts";\nexport const back = there;\n`;
  }
  for (const [kind, text] of Object.entries(upward)) files[`src/addon/${kind}.ts`] = text;
  const { status, text } = cruised(files);
  assert.notEqual(status, 0);
  found = text;
});

for (const kind of Object.keys(circles)) {
  test(`a circle by ${kind} is refused`, () => {
    assert.match(found, new RegExp(`error no circles: src/trace/${kind}(?:-back)?\\.ts →`, "u"));
  });
}

for (const kind of Object.keys(upward)) {
  test(`an upward import by ${kind} is refused`, () => {
    const line = `error addon/ imports nothing above it: src/addon/${kind}\\.ts → src/socket/higher\\.ts`;
    assert.match(found, new RegExp(line, "u"));
  });
}

test("imports from the rooms below are allowed", () => {
  const downward = 'import { value } from "../addon/ground.ts";\nexport const copy = value;\n';
  const files = { "src/socket/higher.ts": downward, "src/addon/ground.ts": HIGHER };
  const { status, text } = cruised(files);
  assert.equal(status, 0, text);
});
