// Parses doc comments and converts them to Markdown.

import ts from "typescript";

const EMPTY = { text: "", params: [], returns: "", throws: [], see: [] };

/** Parses a declaration's doc comment; all parts are empty if there is none. */
export function commentOf(node) {
  const comment = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc);
  return comment === undefined ? EMPTY : parseComment(comment.getText());
}

/** Returns the text of the comment at the top of a module. */
export function moduleCommentOf(sourceFile) {
  const [comment = ""] = /^\/\*\*[^]*?\*\//u.exec(sourceFile.text) ?? [];
  return comment.includes("@module") ? parseComment(comment).text : "";
}

/** Splits a doc comment into its parts. */
function parseComment(comment) {
  const lines = comment
    .replace(/^\/\*\*\s?|\s*\*\/$/gu, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/u, (start) => (start.includes("*") ? "" : start)));
  const [text, ...tags] = lines.join("\n").split(/^@/mu);
  const parsed = { ...EMPTY, text: text.trim(), params: [], throws: [], see: [] };
  for (const tag of tags) addTag(parsed, tag);
  return parsed;
}

function addTag(parsed, tag) {
  const [, kind, rest] = /^(\w+)\s*([^]*)$/u.exec(tag);
  const text = rest.replace(/\s*\n\s*/gu, " ").trim();
  const [, name, meaning] = /^(\w+) - (.*)$/u.exec(text) ?? [];
  if (kind === "param") parsed.params.push({ name, text: meaning });
  else if (kind === "returns") parsed.returns = text;
  else if (kind === "throws" || kind === "see") parsed[kind].push(text);
  else if (kind !== "module") throw new Error(`a doc comment has the unknown tag @${kind}`);
}

/** Returns the first sentence of a text, on one line. */
export function firstSentence(text) {
  const [paragraph] = text.split("\n\n");
  const line = paragraph.replace(/\s*\n\s*/gu, " ");
  return /^.*?[^.…]\.(?= |$)/u.exec(line)?.[0] ?? line;
}

/** Replaces each {@link …} in a text. `linkTo` returns the target, or undefined. */
export function withLinks(text, linkTo) {
  return text.replace(/\{@link ([^}|\s]+)\}/gu, (_, name) => {
    const target = linkTo(name);
    return target === undefined ? `\`${name}\`` : `[\`${name}\`](${target})`;
  });
}

/** Returns the name of a page that `@see` links to: `accept(2)`. */
function manualName(address) {
  const [, page, section] = /\/man\d\/([\w.]+)\.(\d)\w*\.html$/u.exec(address) ?? [];
  if (page !== undefined) return `${page}(${section})`;
  const [, query] = /man\.freebsd\.org\/.*query=(\w+)/u.exec(address) ?? [];
  if (query !== undefined) return `${query} in FreeBSD's manual`;
  return /docs\.python\.org/u.test(address) ? "Python's documentation" : address;
}

/** Converts a comment to Markdown. */
export function commentMarkdown({ text, params, returns, throws, see }, linkTo) {
  const listed = params.map(({ name, text: meaning }) => `- \`${name}\`: ${meaning}`).join("\n");
  const parts = [
    text,
    listed,
    returns === "" ? "" : `**Returns** ${returns}`,
    ...throws.map((error) => `**Throws** ${error}`),
  ];
  const manual = see.map((address) => `[${manualName(address)}](${address})`).join(", ");
  if (manual !== "") parts.push(`**See** ${manual}`);
  return withLinks(parts.filter((part) => part !== "").join("\n\n"), linkTo);
}
