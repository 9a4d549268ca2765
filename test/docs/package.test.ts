// Which files of docs/ are in the npm package.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { test } from "vitest";

import { root } from "../support/programs.ts";

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

const packed = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }),
) as Packed[];
const files = packed[0]!.files.map(({ path }) => path);

test("the package has the benchmark's pages, but not its HTML and pictures", () => {
  const own = files.filter((file) => file.startsWith("docs/benchmarks/"));
  assert.ok(own.includes("docs/benchmarks/README.md"));
  assert.ok(own.includes("docs/benchmarks/echo.md"));
  assert.deepEqual(
    own.filter((file) => !file.endsWith(".md")),
    [],
  );
});
