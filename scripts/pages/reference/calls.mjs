// Finds incomplete doc comments: of public names, and of functions that make system calls.

import { relative } from "node:path";

import ts from "typescript";

import { root } from "../../build/setup.mjs";

const CALLING = ["select", "selectors", "socket", "syscalls"];
const CALL = /`[^`]*\b\w+\([23]\)`/u;

/** Returns what the doc comments of public functions, classes and methods lack: `socket.dup: …`. */
export function lacksOf(modules, checker) {
  const calls = callers(checker);
  return modules.flatMap((module) =>
    module.items
      .flatMap((item) => [item, ...(item.members ?? [])])
      .filter(({ kind, nodes }) => nodes !== undefined && kind !== "constant")
      .flatMap((item) => lackOf(module.name, item, calls))
      .map((lack) => `${module.name}: ${lack}`),
  );
}

/** Returns the public functions that make a system call: `socket.dup`. */
export function callersAmong(modules, checker) {
  const calls = callers(checker);
  return modules.flatMap((module) =>
    module.items
      .flatMap((item) => [item, ...(item.members ?? [])])
      .filter((item) => isFunction(item) && item.nodes.some(calls))
      .map(({ name }) => `${module.name}.${name}`),
  );
}

function isFunction({ kind }) {
  return kind === "function" || kind === "method";
}

function lackOf(module, item, calls) {
  const { name, kind, comment, nodes } = item;
  if (kind === "constructor") return [];
  if (comment.text === "") return [`${name} has no doc comment`];
  if (!isFunction(item) || !CALLING.includes(module) || !nodes.some(calls)) return [];
  return [
    ...(CALL.test(comment.text)
      ? []
      : [`${name} makes a system call and does not name it: name(2)`]),
    ...(comment.see.length > 0
      ? []
      : [`${name} makes a system call and has no @see with its man page`]),
  ];
}

/**
 * Returns a function that reports whether a function reaches the raw layer through any of its
 * calls.
 */
function callers(checker) {
  const uses = new Map();
  const usedBy = (node) => {
    if (!uses.has(node)) uses.set(node, used(node, checker));
    return uses.get(node);
  };
  return (node) => {
    const seen = new Set([node]);
    // The set grows while we iterate over it.
    for (const one of seen) {
      if (isRaw(one)) return true;
      for (const next of usedBy(one)) seen.add(next);
    }
    return false;
  };
}

// Functions of the addon that make no system call: they convert values or read the addon's own
// tables.
const CALLLESS =
  /^(?:encode\w+|decode\w+|CMSG_\w+|[hn]to[hn][sl]|\w*strerror|disownDescriptor|multiplexerFileno)$/u;

/**
 * True for a function of the addon that makes a system call, and for the raw layer's wrapper of it.
 */
function isRaw(node) {
  const [, folder, file] = fileOf(node).split("/");
  if (folder !== "syscalls" || file === "registers.ts") return false;
  const isFunction = ts.isVariableDeclaration(node)
    ? isFunctionType(node.type)
    : ts.isFunctionDeclaration(node);
  return isFunction && !CALLLESS.test(addonName(node.name.text));
}

/** Returns the addon's name of a function: `nativeRecv`, called through registers, is `recv`. */
function addonName(name) {
  return name.replace(/^native([A-Z])/u, (_, first) => first.toLowerCase());
}

function isFunctionType(type) {
  if (type === undefined) return false;
  if (ts.isParenthesizedTypeNode(type)) return isFunctionType(type.type);
  return ts.isUnionTypeNode(type) ? type.types.some(isFunctionType) : ts.isFunctionTypeNode(type);
}

function fileOf(node) {
  return relative(root, node.getSourceFile().fileName);
}

/** Returns the functions that a node calls or passes on. Constructors of errors do not count. */
function used(node, checker) {
  const found = new Set();
  const visit = (child) => {
    if (ts.isNewExpression(child)) return child.arguments?.forEach(visit);
    if (isComparison(child)) return undefined;
    if (ts.isIdentifier(child) || ts.isPrivateIdentifier(child)) {
      for (const one of declarationsOf(child, checker)) if (isFollowed(one)) found.add(one);
    }
    return ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  found.delete(node);
  return [...found];
}

// Comparing a function with undefined does not call it.
function isComparison(node) {
  return ts.isBinaryExpression(node) && node.operatorToken.getText().endsWith("==");
}

function declarationsOf(identifier, checker) {
  let symbol = checker.getSymbolAtLocation(identifier);
  if (symbol === undefined) return [];
  if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
  return symbol.declarations ?? [];
}

function isFollowed(node) {
  const file = fileOf(node);
  if (!file.startsWith("src/") || file === "src/errors.ts") return false;
  if (ts.isVariableDeclaration(node)) return isRaw(node) || isFunctionVariable(node);
  return ts.isFunctionLike(node) && !ts.isConstructorDeclaration(node);
}

function isFunctionVariable({ initializer }) {
  return initializer !== undefined && ts.isArrowFunction(initializer);
}
