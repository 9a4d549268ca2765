// Lays out the modules' pages as Markdown.

import { commentMarkdown, firstSentence, withLinks } from "./comments.mjs";
import { constantsPart } from "./constants-page.mjs";
import { Headings } from "./headings.mjs";
import { byName, table } from "./tables.mjs";

const SECTIONS = [
  ["Classes", ["class"]],
  ["Functions", ["function", "namespace"]],
  ["Values", ["value"]],
  ["Types", ["interface", "type"]],
];

/**
 * Returns the pages, whose items have headings and anchors; constants may have a page of their own.
 */
export function laidOut(modules) {
  return modules.map((module) => {
    const page = { ...module, file: `${module.name}.md`, targets: new Map() };
    page.constants = module.items.filter(({ kind }) => kind === "constant");
    page.aliases = module.items.filter(({ kind }) => kind === "alias").sort(byName);
    const headings = new Headings();
    headings.add(`bsd-sockets/${module.name}`);
    page.sections = SECTIONS.map(([title, kinds]) => {
      const items = module.items.filter(({ kind }) => kinds.includes(kind));
      // Keep classes in the order of the exports: the most important first.
      if (title !== "Classes") items.sort(byName);
      return { title, items };
    }).filter(({ items }) => items.length > 0);
    for (const { title, items } of page.sections) {
      headings.add(title);
      for (const item of items) addTargets(item, headings, page.targets);
    }
    addOthers(page, headings);
    return page;
  });
}

const WORDS = ["class", "interface", "type"];

/** Returns the heading of an item: its kind and name. */
export function headingOf({ kind, name }) {
  const end = ["function", "method", "constructor"].includes(kind) ? "()" : "";
  return `${WORDS.includes(kind) ? `${kind} ` : ""}${name}${end}`;
}

function addTargets(item, headings, targets) {
  const anchor = headings.add(headingOf(item));
  targets.set(item.name, anchor);
  for (const { name } of item.properties ?? []) {
    targets.set(`${item.name}.${name.replace("?", "")}`, anchor);
  }
  for (const member of item.members ?? []) {
    targets.set(member.name, headings.add(headingOf(member)));
  }
}

// Constants and other names are rows of tables, with one anchor for the whole table.
function addOthers({ constants, aliases, targets }, headings) {
  if (constants.length > 0) {
    const anchor = headings.add("Constants");
    for (const { name } of constants) targets.set(name, anchor);
  }
  if (aliases.length > 0) {
    const anchor = headings.add("Other names");
    for (const { name } of aliases) targets.set(name, anchor);
  }
}

/** Returns a function that links a name from a page to its entry on that page or on another one. */
function linkerOf(page, pages) {
  return (name) => {
    for (const one of [page, ...pages]) {
      const anchor = one.targets.get(name);
      if (anchor !== undefined) return `${one === page ? "" : one.file}#${anchor}`;
    }
    return undefined;
  };
}

/** Returns the broken links in the doc comments of the pages: `select: Poll.wait`. */
export function deadLinks(pages) {
  const dead = [];
  for (const page of pages) {
    const linkTo = linkerOf(page, pages);
    pageMarkdown(page, pages, (name) => {
      const target = linkTo(name);
      if (target === undefined) dead.push(`${page.name}: ${name}`);
      return target;
    });
  }
  return [...new Set(dead)];
}

/** Returns the text of a page. */
export function pageMarkdown(page, pages, linkTo = linkerOf(page, pages)) {
  const parts = [
    `# bsd-sockets/${page.name}`,
    withLinks(page.text, linkTo),
    ...page.sections.map(({ title, items }) => contentsOf(title, items, linkTo)),
    ...page.sections.flatMap(({ title, items }) => [
      `## ${title}`,
      ...items.map((item) => itemMarkdown(item, linkTo, 3)),
    ]),
    ...(page.constants.length > 0 ? ["## Constants", constantsPart(page.constants, linkTo)] : []),
    ...(page.aliases.length > 0 ? ["## Other names", aliasesPart(page, pages, linkTo)] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Returns a table with a row for each item: name, link, first sentence. */
function contentsOf(title, items, linkTo) {
  const rows = items.flatMap((item) => [
    contentsRow(item, linkTo),
    ...(item.members ?? []).map((member) => contentsRow(member, withOwnMembers(item, linkTo))),
  ]);
  return table([title, ""], rows);
}

function contentsRow(item, linkTo) {
  const name = headingOf(item).replace(/^(?:class|interface|type) /u, "");
  const text = item.kind === "namespace" ? "" : summaryOf(item.comment);
  return [`[\`${name}\`](${linkTo(item.name)})`, withLinks(text, linkTo)];
}

function summaryOf({ text }) {
  return firstSentence(text);
}

/** Links a name in an item's text; a member of a hidden base counts as the item's own. */
function withOwnMembers(item, linkTo) {
  return (name) => {
    const [owner, member] = name.split(".");
    return linkTo((item.hidden ?? []).includes(owner) ? `${item.name}.${member}` : name);
  };
}

function itemMarkdown(item, linkToName, level) {
  const linkTo = withOwnMembers(item, linkToName);
  const parts = [`${"#".repeat(level)} ${headingOf(item)}`];
  if (item.code !== undefined && !isPlainInterface(item)) {
    parts.push(`\`\`\`ts\n${item.code.join("\n")}\n\`\`\``);
  }
  if (item.comment !== undefined) parts.push(commentMarkdown(item.comment, linkTo));
  if (item.isOptional && !/undefined/iu.test(item.comment.text)) {
    parts.push("`undefined` on systems without it.");
  }
  if ((item.properties ?? []).length > 0) parts.push(propertiesPart(item.properties, linkTo));
  for (const member of item.members ?? []) parts.push(itemMarkdown(member, linkTo, level + 1));
  return parts.filter((part) => part !== "").join("\n\n");
}

// The heading of an interface without bases or parameters needs no code line.
function isPlainInterface({ kind, name, code }) {
  return kind === "interface" && code.length === 1 && code[0] === `interface ${name}`;
}

function propertiesPart(properties, linkTo) {
  const rows = properties.map(({ name, type, comment }) => [
    `\`${name}\``,
    `\`${type}\``,
    withLinks(comment.text, linkTo),
  ]);
  return table(["Property", "Type", "Meaning"], rows);
}

function aliasesPart(page, pages, linkTo) {
  const rows = page.aliases.map(({ name, of, module, isType, isBorrowed }) => {
    const home = module === undefined ? page : pages.find((one) => one.name === module);
    const target = linkerOf(home, pages)(of);
    const link = home === page ? linkTo(of) : `${home.file}${target}`;
    const what = isBorrowed ? `a type of bsd-sockets/${module}: ` : isType ? "the type of " : "";
    return [`\`${name}\``, `${what}[\`${of}\`](${link})`];
  });
  return table(["Name", "Meaning"], rows);
}
