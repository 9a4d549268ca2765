// The page that lists CPython's names and what they correspond to.

import { finder, judge, readReasons, recordedNames } from "./cpython.mjs";
import { headingOf } from "./pages.mjs";
import { table } from "./tables.mjs";

const INTRODUCTION = `# CPython's names

<!-- Written by “npm run reference”. -->

Every public name of CPython's modules \`socket\`, \`select\` and \`selectors\` and of their objects, with
the corresponding name in this package. The names are those of CPython 3.11 to 3.15 on Linux, macOS and Windows: for
3.11 on Linux from CPython itself, for the others from its type stubs in
[typeshed](https://github.com/python/typeshed). A test compares them with the CPython of the machine.

A constant is \`undefined\` on a system whose headers lack it.`;

const WHY = "Why names are missing";
const WHY_ANCHOR = "#why-names-are-missing";

/** Returns the page. */
export function cpythonPage(pages) {
  const reasons = readReasons();
  const find = finder(pages);
  const judged = recordedNames().map((name) => ({ ...name, ...judge(name, find, reasons) }));
  const scopes = [...new Set(judged.map(({ scope }) => scope))];
  const parts = [
    INTRODUCTION,
    countsPart(judged),
    ...scopes
      .map((scope) => judged.filter((one) => one.scope === scope))
      .filter((members) => members.some(isHere))
      .flatMap(scopePart),
    `## ${WHY}`,
    reasonsPart(judged, reasons),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Returns the number of names that are available, renamed and missing. */
function counts(judged) {
  const isElsewhere = ({ here, instead }) => here === undefined && instead !== undefined;
  return [
    judged.length,
    judged.filter(isHere).length,
    judged.filter(isElsewhere).length,
    judged.filter(({ here, instead }) => here === undefined && instead === undefined).length,
  ];
}

function countsPart(judged) {
  const modules = [...new Set(judged.map(({ scope }) => scope.split(".")[0]))];
  const rows = modules.map((module) => [
    `\`${module}\``,
    ...counts(judged.filter(({ scope }) => scope.split(".")[0] === module)),
  ]);
  const total = ["all", ...counts(judged)];
  const head = ["Module", "Names", "Here", "Under another name", "Not available"];
  return table(
    head,
    [...rows, total].map((row) => row.map(String)),
  );
}

function scopePart(judged) {
  const constants = judged.filter(isConstant);
  const others = judged.filter((one) => !isConstant(one));
  const parts = [`## ${judged[0].scope}`];
  if (others.length > 0) parts.push(othersPart(others));
  if (constants.length > 0) parts.push(constantsPart(constants));
  return parts;
}

function isHere({ here }) {
  return here !== undefined;
}

function isConstant({ scope, name, here, instead }) {
  if (scope.includes(".") || instead !== undefined) return false;
  if (here === undefined) return /^[A-Z0-9]+_[A-Z]/u.test(name);
  return here.page.constants.some((one) => one.name === here.name);
}

function othersPart(judged) {
  const isSame = judged.every(({ systems }) => systems.length === 0);
  const rows = judged.map((one) => {
    const row = [`\`${one.name}\``, whatIsHere(one)];
    return isSame ? row : [...row, systemsText(one.systems)];
  });
  return table(["CPython", "Here", ...(isSame ? [] : ["In CPython on"])], rows);
}

function whatIsHere({ here, instead, reason }) {
  const found = here ?? instead;
  if (found === undefined) return `not available: [${reason?.title ?? "?"}](${WHY_ANCHOR})`;
  const { page, name, anchor } = found;
  const item = page.items.flatMap((one) => [one, ...(one.members ?? [])]);
  const known = item.find((one) => one.name === name);
  const isCalled = known !== undefined && headingOf(known).endsWith("()");
  return `[\`${name}${isCalled ? "()" : ""}\`](${page.file}#${anchor})`;
}

const SYSTEMS = { linux: "Linux", macos: "macOS", windows: "Windows", elsewhere: "other systems" };

function systemsText(systems) {
  return systems
    .map((system) => system.split(":"))
    .map(([name, version]) => SYSTEMS[name] + (version === undefined ? "" : ` (${version})`))
    .join(", ");
}

/** Returns a row for each family of constants. */
function constantsPart(judged) {
  const families = [...new Set(judged.map(({ name }) => familyOf(name)))];
  const rows = families.map((family) => {
    const members = judged.filter(({ name }) => familyOf(name) === family);
    const here = members.filter(isHere);
    const page = here[0]?.here;
    const title = `\`${family}\``;
    return [
      page === undefined ? title : `[${title}](${page.page.file}#${page.anchor})`,
      here.map(({ name }) => `\`${name}\``).join(", "),
      missingText(members.filter((one) => !isHere(one))),
    ];
  });
  return table(["Constants", "Here", "Not available"], rows);
}

function familyOf(name) {
  return /^(?:E?POLL|KQ_[A-Z]+_|[A-Z0-9]+_)/u.exec(name)?.[0] ?? name;
}

function missingText(missing) {
  const titles = [...new Set(missing.map(({ reason }) => reason?.title ?? "?"))];
  return titles
    .map((title) => {
      const names = missing.filter(({ reason }) => (reason?.title ?? "?") === title);
      return `[${title}](${WHY_ANCHOR}): ${names.map(({ name }) => `\`${name}\``).join(", ")}`;
    })
    .join("; ");
}

function reasonsPart(judged, reasons) {
  const rows = reasons.map(({ id, title, text }) => [
    title,
    text,
    String(judged.filter(({ reason }) => reason?.id === id).length),
  ]);
  return table(["Reason", "", "Names"], rows);
}
