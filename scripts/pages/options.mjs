// npm run options: fills the tables of docs/options.md from the table of options and the types of
// their values. `checkOptions` only compares, for the tests.
//
//   <!-- options: SOL_SOCKET -->                                  the options of a level
//   <!-- fields: src/socket/options/time.ts#Linger -->            the fields of an interface

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import * as prettier from "prettier";

import { fail, root, setUp } from "../build/setup.mjs";

const PAGE = "docs/options.md";
const MARKER = /^(<!-- (options|fields): (.+?) -->)$(?:\n+(?:\|.*\n?)+)?/gmu;

function manualLink(manual) {
  const [, name, section] = /^(.+)\((\d)\)$/u.exec(manual);
  // Section 4 pages are from macOS, whose manual is not on the web.
  if (section === "4") return manual;
  const url = `https://man7.org/linux/man-pages/man${section}/${name}.${section}.html`;
  return `[${manual}](${url})`;
}

function accessOf({ isReadable, isWritable }) {
  return [...(isReadable ? ["read"] : []), ...(isWritable ? ["set"] : [])].join(", ");
}

/** Returns the lines of a Markdown table. */
function tableOf(heads, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function optionRows(options, level) {
  const ofLevel = options.filter((option) => option.level === level);
  if (ofLevel.length === 0) throw new Error(`${PAGE}: there are no options of the level ${level}`);
  const manuals = ofLevel.map(({ manual }) => manual);
  const usual = manuals.sort((one, other) => count(manuals, other) - count(manuals, one))[0];
  const rows = ofLevel.map((option) => [
    `\`${option.name}\``,
    `\`${option.codec.type}\``,
    accessOf(option),
    option.since ?? "",
    option.text + (option.manual === usual ? "" : ` ${manualLink(option.manual)}`),
  ]);
  return tableOf(["Option", "Value", "Access", "Since", `Effect: ${manualLink(usual)}`], rows);
}

function count(values, value) {
  return values.filter((other) => other === value).length;
}

function fieldRows(name) {
  const [file, type] = name.split("#");
  const source = readFileSync(join(root, file), "utf8");
  const [, body] =
    new RegExp(`^export interface ${type} [^]*?\\{\\n([^]*?)^\\}`, "mu").exec(source) ?? [];
  if (body === undefined) throw new Error(`${PAGE}: ${file} has no interface ${type}`);
  const fields = [...body.matchAll(/\/\*\* (.+) \*\/\n {2}readonly (\w+)(\??): (.+);/gu)];
  const rows = fields.map(([, text, field, optional, itsType]) => [
    `\`${field}${optional}\``,
    `\`${itsType}\``,
    text,
  ]);
  return tableOf(["Field", "Type", "Meaning"], rows);
}

/** Fills the tables of the page. */
export async function fillOptions(page) {
  const table = join(root, "dist/socket/options/table.js");
  const { optionTable } = await import(pathToFileURL(table).href);
  const options = Object.values(optionTable);
  const filled = page.replace(MARKER, (_, marker, kind, name) => {
    const rows = kind === "options" ? optionRows(options, name) : fieldRows(name);
    return `${marker}\n\n${rows}\n`;
  });
  const config = await prettier.resolveConfig(join(root, PAGE));
  return prettier.format(filled, { ...config, parser: "markdown" });
}

/** Returns whether the page is up to date. */
export async function checkOptions() {
  const page = readFileSync(join(root, PAGE), "utf8");
  return (await fillOptions(page)) === page;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await setUp();
  try {
    const page = readFileSync(join(root, PAGE), "utf8");
    writeFileSync(join(root, PAGE), await fillOptions(page));
  } catch (error) {
    fail(error.message);
  }
}
