// Formats declarations for readers: on one line if they fit.

import ts from "typescript";

const PRINT_WIDTH = 90;

/** Returns the text of a node on one line. */
export function inOneLine(node) {
  return node
    .getText()
    .replace(/\s+/gu, " ")
    .replace(/^\| /u, "")
    .replace(/([([]) /gu, "$1")
    .replace(/,? ([)\]])/gu, "$1")
    .replace(/,(?= ?>)/gu, "")
    .replace(/< /gu, "<")
    .replace(/(?<=[\w>]) >(?!=)/gu, ">");
}

/** Formats a function, method or function type under a name: `accept4(fd: number, …): number`. */
export function callText(name, node, checker) {
  const types = typeParametersOf(node);
  const parameters = node.parameters.map((parameter) => parameterText(parameter, checker));
  const result = node.type === undefined ? "" : inOneLine(node.type);
  const end = result === "" ? "" : `: ${result}`;
  const line = `${name}${types}(${parameters.join(", ")})${end}`;
  if (line.length <= PRINT_WIDTH || parameters.length === 0) return line;
  return `${name}${types}(\n${parameters.map((part) => `  ${part},\n`).join("")})${end}`;
}

function typeParametersOf({ typeParameters = [] }) {
  if (typeParameters.length === 0) return "";
  return `<${typeParameters.map(inOneLine).join(", ")}>`;
}

function parameterText(parameter, checker) {
  if (parameter.type !== undefined || parameter.initializer === undefined) {
    return inOneLine(parameter);
  }
  const type = checker.typeToString(checker.getTypeAtLocation(parameter));
  return `${parameter.name.getText()}: ${type} = ${inOneLine(parameter.initializer)}`;
}

/**
 * Formats the head of a class or interface; its bases are those of all `nodes` for which `isShown`
 * is true.
 */
export function headText(keyword, name, nodes, isShown) {
  const clauses = nodes.flatMap((node) => [...(node.heritageClauses ?? [])]);
  const basesAfter = (token) => {
    const types = clauses.filter((clause) => clause.token === token).flatMap(({ types }) => types);
    const shown = types.filter(isShown).map(inOneLine);
    return shown.length === 0 ? "" : ` ${ts.tokenToString(token)} ${shown.join(", ")}`;
  };
  const { ExtendsKeyword, ImplementsKeyword } = ts.SyntaxKind;
  const bases = basesAfter(ExtendsKeyword) + basesAfter(ImplementsKeyword);
  return `${keyword} ${name}${typeParametersOf(nodes[0])}${bases}`;
}

/** Returns a type alias as it is written in the source. */
export function aliasText(node) {
  const line = inOneLine(node)
    .replace(/^export /u, "")
    .replace(/;$/u, "")
    .replace(/= \| /u, "= ");
  if (line.length <= PRINT_WIDTH) return line;
  return node
    .getText()
    .replace(/^export /u, "")
    .replace(/;$/u, "");
}

/**
 * Returns a type's node without `| undefined` and parentheses, and whether it had `| undefined`.
 */
export function definedType(node) {
  if (ts.isParenthesizedTypeNode(node)) return definedType(node.type);
  if (!ts.isUnionTypeNode(node)) return { node, isOptional: false };
  const rest = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
  if (rest.length !== 1) return { node, isOptional: rest.length < node.types.length };
  return { node: definedType(rest[0]).node, isOptional: rest.length < node.types.length };
}
