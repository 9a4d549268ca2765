import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { test } from "vitest";

import { pages, read } from "../support/pages.ts";
import { root } from "../support/programs.ts";

function withoutCode(page: string): string {
  return page.replace(/^ *(`{3,})[^]*?^ *\1$/gmu, "").replace(/`[^`\n]+`/gu, "code");
}

/** The targets of inline links, of images and of reference definitions. */
function linksOf(page: string): string[] {
  const inline = /\]\(\s*<?([^)>\s]+)>?(?:\s+"[^"]*")?\s*\)/gu;
  const definition = /^ {0,3}\[[^\]]+\]:\s*<?([^>\s]+)/gmu;
  const text = withoutCode(page);
  return [...text.matchAll(inline), ...text.matchAll(definition)].map((match) => match[1]!);
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const text = page.replace(/^ *(`{3,})[^]*?^ *\1$/gmu, "");
  for (const [, heading] of text.matchAll(/^#{1,6} +(.+?)(?: +#+)?$/gmu)) {
    const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/gu, "$1").toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "").replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

function isBroken(file: string, link: string): boolean {
  if (/^[a-z][a-z+.-]*:/iu.test(link)) return false;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : join(dirname(file), decodeURIComponent(path));
  if (target.startsWith("..") || !existsSync(join(root, target))) return true;
  if (anchor === undefined || !target.endsWith(".md")) return false;
  return !anchorsOf(read(target)).has(decodeURIComponent(anchor));
}

test("the relative links lead somewhere", () => {
  for (const file of pages()) {
    const broken = linksOf(read(file)).filter((link) => isBroken(file, link));
    assert.deepEqual(broken, [], `broken links in ${file}`);
  }
});

test("a broken link is noticed", () => {
  const page = "[a](no-such-page.md) [b](../../LICENSE) [c](#nowhere) [d](https://example.org/#x)";
  const broken = linksOf(page).filter((link) => isBroken("docs/tutorial/README.md", link));
  assert.deepEqual(broken, ["no-such-page.md", "#nowhere"]);
});
