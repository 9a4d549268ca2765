// The public members of classes and interfaces.

import ts from "typescript";

import { commentOf } from "./comments.mjs";
import { callText, inOneLine } from "./signatures.mjs";

/** Returns the declaration that a type or a base class refers to; undefined unless it is ours. */
export function declarationOf(node, checker) {
  const name = ts.isExpressionWithTypeArguments(node) ? node.expression : (node.typeName ?? node);
  let symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return undefined;
  if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
  return symbol.declarations?.[0];
}

/** Returns the class that a class extends. */
function baseOf(node, checker) {
  const [clause] = (node.heritageClauses ?? []).filter(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  );
  return clause === undefined ? undefined : declarationOf(clause.types[0], checker);
}

/** Returns a class with its bases that are not exported: users see them as one class. */
export function withHiddenBases(node, { checker, isExported }) {
  const base = baseOf(node, checker);
  const isHidden =
    base !== undefined && ts.isClassDeclaration(base) && !isExported(base) && isOurs(base);
  return isHidden ? [node, ...withHiddenBases(base, { checker, isExported })] : [node];
}

/** True for declarations in src/. */
export function isOurs(node) {
  return !/\/node_modules\//u.test(node.getSourceFile().fileName);
}

function isPublic(member) {
  if (member.name !== undefined && !ts.isIdentifier(member.name)) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(member) & hidden) === 0;
}

function isStatic(member) {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

/**
 * Returns the methods of some declarations, sorted by name; the first declaration of a name wins.
 */
export function methodsOf(owner, nodes, checker) {
  const named = new Map();
  for (const node of nodes) {
    const own = node.members.filter((member) => isMethod(member) && isPublic(member));
    const names = new Set(own.map((member) => member.name.text).filter((name) => !named.has(name)));
    for (const name of names)
      named.set(
        name,
        own.filter((member) => member.name.text === name),
      );
  }
  return [...named.keys()]
    .sort()
    .map((name) => method(`${owner}.${name}`, named.get(name), checker));
}

function isMethod(member) {
  return ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
}

function method(name, members, checker) {
  return {
    name,
    kind: "method",
    nodes: members,
    ...callable(name.split(".").at(-1), members, checker),
  };
}

/** Returns the comment and signatures of a function; for an overloaded one, only the overloads. */
export function callable(name, nodes, checker) {
  const overloads = nodes.filter((node) => node.body === undefined);
  const shown = overloads.length === 0 ? nodes : overloads;
  const comment = nodes.map(commentOf).find(({ text }) => text !== "") ?? commentOf(nodes[0]);
  const prefix = isStatic(nodes[0]) ? "static " : "";
  return { comment, code: shown.map((node) => prefix + callText(name, node, checker)) };
}

/** Returns the properties of some declarations, including getters. */
export function propertiesOf(nodes, checker) {
  return nodes
    .flatMap((node) => [...node.members])
    .filter((member) => isProperty(member) && isPublic(member))
    .map((member) => ({
      name: member.name.text + (member.questionToken === undefined ? "" : "?"),
      type: typeText(member, checker),
      comment: commentOf(member),
    }));
}

function isProperty(member) {
  return (
    ts.isPropertyDeclaration(member) ||
    ts.isPropertySignature(member) ||
    ts.isGetAccessorDeclaration(member)
  );
}

function typeText(member, checker) {
  if (member.type !== undefined) return inOneLine(member.type);
  return checker.typeToString(checker.getTypeAtLocation(member));
}

/** Returns the signatures of a class's constructor, which may come from a hidden base. */
export function constructorOf(name, nodes, checker) {
  const member = nodes.flatMap((node) => [...node.members]).find(ts.isConstructorDeclaration);
  if (member === undefined || !isPublic(member)) return undefined;
  return {
    ...callable(`new ${name}`, [member], checker),
    name: `new ${name}`,
    kind: "constructor",
    nodes: [member],
  };
}
