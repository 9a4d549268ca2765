// The documents: their files, and the examples in them.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./programs.ts";

/** A file of the package, by its path from the root. */
export function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** The paths of all documents. */
export function pages(): string[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file));
  const top = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
  return [...docs, ...top.filter((file) => existsSync(join(root, file)))];
}

/** A program in a document, and what it prints. */
export interface Example {
  /** `"docs/guide.md, example 3"`. */
  readonly title: string;
  /** What it needs to run: `"root"`. */
  readonly need: string | undefined;
  readonly code: string;
  readonly output: string;
}

// TypeScript that runs by itself, and the block that it prints. The marker may name what the code
// needs: <!-- example: root -->
const EXAMPLE = /^<!-- example(?:: (\w+))? -->\n\n```ts\n([^]*?)^```\n\n```text\n([^]*?)^```$/gmu;

/** The examples of all documents. Throws for a marker without code or output. */
export function examples(): Example[] {
  return pages().flatMap((file) => {
    const found = [...read(file).matchAll(EXAMPLE)];
    const markers = read(file).match(/^<!-- example/gmu) ?? [];
    assert.equal(found.length, markers.length, `${file}: an example without code or output`);
    return found.map(([, need, code, output], index) => ({
      title: `${file}, example ${index + 1}`,
      need,
      code: code!,
      output: output!,
    }));
  });
}
