// Finds constants among the exports, and the groups that comments in the sources put them in.

import ts from "typescript";

import { commentOf } from "./comments.mjs";
import { inOneLine } from "./signatures.mjs";

/** True for a number, or an address family, whose name begins with a capital letter. */
export function isConstant(name, { type, initializer }) {
  if (!/^[A-Z]/u.test(name)) return false;
  if (type !== undefined) return /^number( \| undefined)?$/u.test(inOneLine(type));
  return ts.isNumericLiteral(initializer) || isFamily(initializer);
}

function isFamily(initializer) {
  return ts.isAsExpression(initializer) && inOneLine(initializer.type).startsWith("Family<");
}

/** Returns a constant: its place, meaning, group, and whether every system has it. */
export function readConstant(name, node, checker) {
  const origin = isFamily(node.initializer) ? originOf(node.initializer, checker) : node;
  const type = node.type ?? node.initializer.type;
  const isEverywhere = type === undefined || !inOneLine(type).includes("| undefined");
  return {
    name,
    kind: "constant",
    comment: commentOf(node),
    group: groupOf(origin),
    isEverywhere,
    source: sourceOf(origin),
  };
}

/** Returns the place of a declaration, to sort by. */
export function sourceOf(node) {
  return { node, file: node.getSourceFile().fileName, position: node.pos };
}

// The constant of an address family is in the list too, but exported with its own type.
function originOf(initializer, checker) {
  const symbol = checker.getSymbolAtLocation(initializer.expression.name);
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
}

/** Returns the line comment above the constant, or above the group it belongs to. */
function groupOf(declaration) {
  const statement = declaration.parent.parent;
  const sourceFile = declaration.getSourceFile();
  const constants = sourceFile.statements.filter(ts.isVariableStatement);
  const above = constants.slice(0, constants.indexOf(statement) + 1).reverse();
  for (const one of above) {
    const ranges = ts.getLeadingCommentRanges(sourceFile.text, one.pos) ?? [];
    const lines = ranges.filter(({ kind }) => kind === ts.SyntaxKind.SingleLineCommentTrivia);
    const texts = lines.map(({ pos, end }) => sourceFile.text.slice(pos + 2, end).trim());
    if (texts.length > 0) return texts.join(" ");
  }
  return "";
}
