// npm run constants: generates the addon's tables of constants and TypeScript's exports from
// native/constants/names.txt. `checkConstants` only compares, for the tests.

import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

import { fail, filesBelow, root } from "./setup.mjs";

const LIST = "native/constants/names.txt";
const SCRIPTS = "src/socket/constants";
const PRINT_WIDTH = 100;

/** Returns the sections of the list: the file each belongs to, its comment and its names. */
export function readNames() {
  const sections = [];
  for (const line of readFileSync(join(root, LIST), "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, file, comment] = /^\[(\w+)\] (.+)$/u.exec(line) ?? [];
    if (file !== undefined) sections.push({ file, comment, names: [] });
    else sections.at(-1).names.push(readName(line));
  }
  return sections;
}

function readName(line) {
  const [name, ...marks] = line.split(" ");
  const isKnown = /^\w+$/u.test(name) && marks.every((mark) => ["?", "enumerator"].includes(mark));
  if (!isKnown) throw new Error(`${LIST}: “${line}”`);
  return { name, isEverywhere: !marks.includes("?"), isEnumerator: marks.includes("enumerator") };
}

const NATIVE_HEADER = `// Written by "npm run constants" from names.txt.\n`;

function tableEntry({ name, isEnumerator }) {
  const otherwise = isEnumerator ? `#else\n{"${name}", numberOf(::${name})},\n` : "";
  return `#ifdef ${name}\n{"${name}", ${name}},\n${otherwise}#endif\n`;
}

function absentEntry({ name }) {
  return `#ifndef ${name}\ninline constexpr bsd_sockets::Absent ${name};\n#endif\n`;
}

function declaration({ name, isEverywhere }) {
  const start = `export const ${name}: ${isEverywhere ? "number" : "number | undefined"} =`;
  const value = isEverywhere ? `known("${name}");` : `constants["${name}"];`;
  const isLong = `${start} ${value}`.length > PRINT_WIDTH;
  return isLong ? `${start}\n  ${value}` : `${start} ${value}`;
}

function moduleOf(sections) {
  const all = sections.flatMap(({ names }) => names);
  const imports = [
    ...(all.some(({ isEverywhere }) => !isEverywhere) ? ["constants"] : []),
    ...(all.some(({ isEverywhere }) => isEverywhere) ? ["known"] : []),
  ];
  const parts = sections.map(({ comment, names }) =>
    [`// ${comment}`, ...names.map(declaration)].join("\n"),
  );
  const header = `// Written by "npm run constants" from ${LIST}.\n\n`;
  return `${header}import { ${imports.join(", ")} } from "./known.ts";\n\n${parts.join("\n\n")}\n`;
}

/** Returns the generated files with their text. */
function generated() {
  const sections = readNames();
  const names = sections.flatMap((section) => section.names);
  const enumerators = names.filter(({ isEnumerator }) => isEnumerator);
  const files = new Map([
    ["native/constants/socket.inc", NATIVE_HEADER + names.map(tableEntry).join("")],
    ["native/constants/absent.inc", NATIVE_HEADER + enumerators.map(absentEntry).join("")],
  ]);
  for (const file of new Set(sections.map((section) => section.file))) {
    const itsSections = sections.filter((section) => section.file === file);
    files.set(`${SCRIPTS}/${file}.ts`, moduleOf(itsSections));
  }
  return files;
}

function isCurrent(file, text) {
  try {
    return readFileSync(join(root, file), "utf8") === text;
  } catch {
    return false;
  }
}

/**
 * Returns the files that are out of date, and files in the folder that are not generated from the
 * list.
 */
export function checkConstants() {
  const files = generated();
  const stale = [...files].filter(([file, text]) => !isCurrent(file, text)).map(([file]) => file);
  const strangers = filesBelow(SCRIPTS).filter(
    (file) => !files.has(file) && basename(file) !== "known.ts",
  );
  return [...stale, ...strangers];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    for (const [file, text] of generated()) {
      if (!isCurrent(file, text)) writeFileSync(join(root, file), text);
    }
  } catch (error) {
    fail(error.message);
  }
}
