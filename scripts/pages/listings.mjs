// npm run listings: copies the programs' code into the listings in docs/. `checkListings` only
// compares, for the tests. A listing is a code block after a marker that names a file and, after #,
// a part of it:
//
//   <!-- listing: src/tutorial/echo-server.ts -->                     the whole file
//   <!-- listing: src/tutorial/libserver.ts#read(): void -->          the block that begins so
//   <!-- listing: src/tutorial/app-server.ts#const lsock … print -->  from one block to another
//
// A block runs from the line that begins with that text to the line that closes its brackets. If
// several lines begin with it, the least indented one counts, and it must be the only one at that
// depth.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { fail, filesBelow, root } from "../build/setup.mjs";

const LISTING = /^(<!-- listing: (.+?) -->)$(?:\n+```ts\n[^]*?^```$)?/gmu;

const indentOf = (line) => line.length - line.trimStart().length;

/** Returns the index of the last line of the block at `start`, in a file formatted by prettier. */
function blockEnd(lines, start) {
  if (!/[{([]$/u.test(lines[start])) return start;
  const indent = indentOf(lines[start]);
  const closes = (line) =>
    indentOf(line) === indent && /^\s*[})\]].*[^{([]$|^\s*[})\]]$/u.test(line);
  const end = lines.findIndex((line, index) => index > start && closes(line));
  if (end === -1) throw new Error(`no line closes “${lines[start]}”`);
  return end;
}

/** Returns the index of the outermost line that begins with a text, searching from `from`. */
function findBlock(lines, text, from, name) {
  const found = lines
    .map((line, index) => ({ index, indent: indentOf(line), isIt: line.trim().startsWith(text) }))
    .filter(({ index, isIt }) => isIt && index >= from)
    .sort((one, other) => one.indent - other.indent);
  if (found.length === 0) throw new Error(`${name}: no line begins with “${text}”`);
  if (found[1]?.indent === found[0].indent) {
    throw new Error(`${name}: several lines begin with “${text}”`);
  }
  return found[0].index;
}

/** Returns the lines that a marker names, without their common indentation. */
function listingOf(name) {
  const [path, part] = name.split(/#(.*)/su);
  const lines = readFileSync(join(root, path), "utf8").trimEnd().split("\n");
  if (part === undefined) return lines.join("\n");
  const [first, last] = part.split(" … ");
  const start = findBlock(lines, first, 0, name);
  const lastStart = last === undefined ? start : findBlock(lines, last, start, name);
  const block = lines.slice(start, blockEnd(lines, lastStart) + 1);
  return block
    .map((line) => line.slice(Math.min(indentOf(lines[start]), indentOf(line))))
    .join("\n");
}

/** Fills the listings of a page. Throws if a marker names something that does not exist. */
export function fillListings(page) {
  return page.replace(
    LISTING,
    (_, marker, name) => `${marker}\n\n\`\`\`ts\n${listingOf(name)}\n\`\`\``,
  );
}

function pages() {
  return filesBelow("docs").filter((file) => file.endsWith(".md"));
}

/** Returns the pages whose listings are out of date. */
export function checkListings() {
  return pages().filter((file) => {
    const page = readFileSync(join(root, file), "utf8");
    return fillListings(page) !== page;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    for (const file of pages()) {
      const page = readFileSync(join(root, file), "utf8");
      const filled = fillListings(page);
      if (filled !== page) writeFileSync(join(root, file), filled);
    }
  } catch (error) {
    fail(error.message);
  }
}
