// Which exports are constants, and the groups that comments in the sources put them in.

import ts from "typescript";

import { commentOf } from "./comments.mjs";
import { inOneLine } from "./signatures.mjs";

/** True for a number, or a family, whose name begins with a capital. */
export function isConstant(name, { type, initializer }) {
  if (!/^[A-Z]/u.test(name)) return false;
  if (type !== undefined) return /^number( \| undefined)?$/u.test(inOneLine(type));
  return ts.isNumericLiteral(initializer) || isFamily(initializer);
}

function isFamily(initializer) {
  return ts.isAsExpression(initializer) && inOneLine(initializer.type).startsWith("Family<");
}

/** A constant: where it is, what it means, whether every system has it, and its group. */
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

/** Where something is declared, for the order of what is shown. */
export function sourceOf(node) {
  return { node, file: node.getSourceFile().fileName, position: node.pos };
}

// A family's constant is one of the list, under a type of its own.
function originOf(initializer, checker) {
  const symbol = checker.getSymbolAtLocation(initializer.expression.name);
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
}

/** The line comment that stands above the constant, or above one of those before it. */
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
