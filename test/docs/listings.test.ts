import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import ts from "typescript";
import { describe, test } from "vitest";

import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

interface Listings {
  checkListings: () => string[];
  fillListings: (page: string) => string;
}

const script = pathToFileURL(join(root, "scripts/pages/listings.mjs")).href;
const { checkListings, fillListings } = (await import(script)) as Listings;

const DIFFERENCES = "docs/tutorial/09-differences.md";

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function pages(): string[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file));
  const top = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
  return [...docs, ...top.filter((file) => existsSync(join(root, file)))];
}

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

test("the listings in docs/ are those of the programs", () => {
  assert.deepEqual(checkListings(), [], "out of date; “npm run listings” fills them");
});

// An example is TypeScript that runs by itself; the block behind it is what it prints. Its marker may
// name what it needs: <!-- example: root -->
const EXAMPLE = /^<!-- example(?:: (\w+))? -->\n\n```ts\n([^]*?)^```\n\n```text\n([^]*?)^```$/gmu;

const lacks: Readonly<Record<string, boolean>> = {
  Linux: process.platform !== "linux",
  root: process.getuid?.() !== 0,
};

/** False, or why an example cannot run here. */
function reasonToSkip(need: string | undefined): string | false {
  if (need === undefined) return false;
  assert.ok(need in lacks, `an example needs ${need}, which no test knows`);
  return lacks[need]! && `NOT RUN: needs ${need}`;
}

describe("the examples in docs/ print what stands below them", () => {
  for (const file of pages()) {
    const examples = [...read(file).matchAll(EXAMPLE)];
    const markers = read(file).match(/^<!-- example/gmu) ?? [];
    assert.equal(examples.length, markers.length, `${file}: an example without code or output`);
    for (const [index, [, need, code, output]] of examples.entries()) {
      testUnless(reasonToSkip(need))(`${file}, example ${index + 1}`, async () => {
        const { outputText } = ts.transpileModule(code!, {
          compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
        });
        const parameters = ["--input-type=module", "--eval", outputText];
        await using running = new Running(process.execPath, parameters, { cwd: root });
        assert.equal(await running.ends(), 0, running.stderr);
        assert.equal(running.stdout, output);
      });
    }
  }
});

test("every listing of the tutorial is marked as one of a program's or as an example", () => {
  for (const file of pages().filter((name) => name.startsWith(dirname(DIFFERENCES)))) {
    for (const [block] of read(file).matchAll(/^(?:.*\n){2}```ts$/gmu)) {
      assert.match(block, /^<!-- (?:listing: .+|example) -->$/mu, `${file}: no marker`);
    }
  }
});

test("a part of a program is found by how its first line begins", () => {
  const fill = (name: string): string => fillListings(`<!-- listing: ${name} -->`);
  assert.match(fill("src/tutorial/libserver.ts#write(): void"), /ts\nwrite\(\)[^]*\n\}\n```$/u);
  assert.match(
    fill("src/tutorial/app-server.ts#try {"),
    /ts\ntry \{[^]*\} finally \{\n.*\n\}\n```$/u,
  );
  assert.throws(() => fill("src/tutorial/libserver.ts#no_such_method("), /no line begins with/u);
  assert.throws(() => fill("src/tutorial/libserver.ts#import"), /several lines begin with/u);
  assert.throws(() => fill("src/tutorial/no-such-program.ts"), /ENOENT/u);
});

test("the relative links lead somewhere", () => {
  for (const file of pages()) {
    const broken = linksOf(read(file)).filter((link) => isBroken(file, link));
    assert.deepEqual(broken, [], `broken links in ${file}`);
  }
});

test("a broken link is noticed", () => {
  const page = "[a](no-such-page.md) [b](../../LICENSE) [c](#nowhere) [d](https://example.org/#x)";
  const broken = linksOf(page).filter((link) => isBroken(DIFFERENCES, link));
  assert.deepEqual(broken, ["no-such-page.md", "#nowhere"]);
});

test("the differences page has each place that differs from the tutorial, and no other", () => {
  const folder = join(root, "src/tutorial");
  const inPrograms = readdirSync(folder).flatMap((file) => {
    const program = basename(file, ".ts");
    const comments = read(relative(root, join(folder, file))).matchAll(
      /\/\/ Differs from the tutorial: (.+)$/gmu,
    );
    return [...comments].map(([, text]) => `${program}: ${text!}`);
  });
  const entries = read(DIFFERENCES).matchAll(/^- `([\w-]+)`: “(.+)”$/gmu);
  const onPage = [...entries].map(([, program, text]) => `${program!}: ${text!}`);
  assert.deepEqual(onPage.sort(), inPrograms.sort());
});
