// CPython's names, each with its counterpart here or the reason it has none.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../../build/setup.mjs";

const NAMES = "scripts/pages/reference/cpython-names.txt";
const MISSING = "scripts/pages/reference/cpython-missing.txt";

/** Returns the lines of a list by section: `[[section, [line, …]], …]`. */
function sectionsOf(file) {
  const sections = [];
  for (const line of readFileSync(join(root, file), "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const section = /^\[(.+)\](.*)$/u.exec(line);
    if (section !== null) sections.push([section[1], [], section[2].trim()]);
    else sections.at(-1)[1].push(line);
  }
  return sections;
}

/** Returns the recorded names: `{ scope: "select.epoll", name: "poll", systems: ["linux"] }`. */
export function recordedNames() {
  return sectionsOf(NAMES).flatMap(([scope, lines]) =>
    lines.map((line) => {
      const [name, ...systems] = line.split(" ");
      return { scope, name, systems };
    }),
  );
}

/** Returns why names are missing: the id, title, explanation and patterns of each reason. */
export function readReasons() {
  return sectionsOf(MISSING).map(([id, lines, heading]) => {
    const [title, text] = heading.split(/: (.*)/u);
    return { id, title, text, patterns: lines.map(readPattern) };
  });
}

function readPattern(line) {
  const [pattern, instead] = line.split(" = ");
  const source = pattern.replaceAll(".", "\\.").replaceAll("*", ".*");
  return { pattern, instead, matches: (name) => new RegExp(`^${source}$`, "u").test(name) };
}

/** Returns the names that one of CPython's may have in the reference, the likeliest first. */
function candidates(scope, name) {
  const [module, object] = scope.split(".");
  if (object === undefined) return [[module, name]];
  const Class = object === "DefaultSelector" ? "BaseSelector" : object;
  const capitalised = Class.charAt(0).toUpperCase() + Class.slice(1);
  return [...new Set([Class, capitalised])].flatMap((owner) => [[module, `${owner}.${name}`]]);
}

/**
 * Returns a function that finds a name's entry in the reference: `{ page, target }`, or undefined.
 */
export function finder(pages) {
  const find = (module, name) => {
    const page = pages.find((one) => one.name === module);
    const anchor = page.targets.get(name);
    if (anchor !== undefined) return { page, name, anchor };
    const [owner, member] = name.split(".");
    const base = page.items.find((item) => item.name === owner)?.base;
    return member === undefined || base === undefined
      ? undefined
      : find(module, `${base}.${member}`);
  };
  return (scope, name) =>
    candidates(scope, name)
      .map(([module, one]) => find(module, one))
      .find((found) => found !== undefined);
}

/** Classifies a name: it is `here`, has an `instead`, has a `reason`, or has nothing at all. */
export function judge({ scope, name }, find, reasons) {
  const here = find(scope, name);
  const full = `${scope}.${name}`;
  for (const reason of reasons) {
    const pattern = reason.patterns.find(({ matches }) => matches(full));
    if (pattern === undefined) continue;
    const [module, ...rest] = (pattern.instead ?? "").split(".");
    const instead = rest.length === 0 ? undefined : find(module, rest.join("."));
    return { scope, name, here, reason, instead };
  }
  return { scope, name, here };
}
