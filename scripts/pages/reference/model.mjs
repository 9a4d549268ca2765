// Reads what the entry points export: names, signatures, doc comments.

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import ts from "typescript";

import { root } from "../../build/setup.mjs";
import { typesOf, withBorrowed } from "./borrowed.mjs";
import { commentMarkdown, commentOf, moduleCommentOf } from "./comments.mjs";
import { isConstant, readConstant, sourceOf } from "./constants.mjs";
import {
  callable,
  constructorOf,
  declarationOf,
  methodsOf,
  propertiesOf,
  withHiddenBases,
} from "./members.mjs";
import { aliasText, callText, definedType, headText, inOneLine } from "./signatures.mjs";

/** Returns the sources of the entry points by name, without the root, which re-exports them all. */
function entryPoints() {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.entries(exports)
    .filter(([name]) => name !== "." && name !== "./package.json")
    .map(([name, file]) => [name.slice(2), file.replace(/^\.\/dist\/(.*)\.js$/u, "src/$1.ts")]);
}

/**
 * Creates the TypeScript program of the entry points. It needs no types of other packages, so loads
 * none.
 */
export function createProgram() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const files = entryPoints().map(([, file]) => join(root, file));
  return ts.createProgram(files, { ...options, lib: [], noLib: true, types: [], noEmit: true });
}

/** Returns the modules: name, module comment, exports. */
export function readModules(program) {
  const checker = program.getTypeChecker();
  const modules = entryPoints().map(([name, file]) => {
    const sourceFile = program.getSourceFile(join(root, file));
    const items = readExports(sourceFile, { module: name, checker });
    return { name, text: moduleCommentOf(sourceFile), items: withoutInlined(items) };
  });
  return withBorrowed(modules, checker);
}

function readExports(sourceFile, context) {
  const { checker } = context;
  const exported = checker
    .getExportsOfModule(checker.getSymbolAtLocation(sourceFile))
    .map((symbol) => exportOf(symbol, checker));
  const nodes = new Set(exported.flatMap(({ declarations }) => declarations));
  const isExported = (node) => nodes.has(node);
  return exported.map((one) => ({
    source: sourceOf(one.declarations[0]),
    ...readItem(one, { ...context, isExported }),
  }));
}

function exportOf(symbol, checker) {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  const isTypeOnly = (symbol.declarations ?? []).some(ts.isTypeOnlyExportDeclaration);
  return { name: symbol.name, ownName: target.name, declarations: target.declarations, isTypeOnly };
}

function readItem(exported, context) {
  const { name, ownName, declarations } = exported;
  const [first] = declarations;
  if (ts.isSourceFile(first)) return readNamespace(name, first, context);
  const isForeign = context.module !== "errors" && isErrors(first);
  if (isForeign || name !== ownName) {
    return { name, kind: "alias", of: ownName, module: isForeign ? "errors" : context.module };
  }
  const variable = declarations.find(ts.isVariableDeclaration);
  if (variable !== undefined) return readVariable(exported, variable, context);
  if (ts.isFunctionDeclaration(first)) {
    return { name, kind: "function", ...readCallable(name, declarations, context) };
  }
  if (ts.isTypeAliasDeclaration(first)) {
    const code = [aliasText(first)];
    return { name, kind: "type", comment: commentOf(first), code, nodes: [first] };
  }
  return readClass(exported, first, context);
}

function isErrors(node) {
  return relative(root, node.getSourceFile().fileName) === "src/errors.ts";
}

function readCallable(name, nodes, { checker }) {
  return { ...callable(name, nodes, checker), nodes };
}

function readNamespace(name, sourceFile, context) {
  const items = readExports(sourceFile, context);
  const members = items.map((item) => ({ ...item, name: `${name}.${item.name}` }));
  return { name, kind: "namespace", members };
}

function readClass({ name, isTypeOnly }, node, context) {
  const isInterface = ts.isInterfaceDeclaration(node);
  const nodes = isInterface ? [node] : withHiddenBases(node, context);
  const isShown = (type) => !nodes.includes(declarationOf(type, context.checker));
  const keyword = isInterface ? "interface" : isAbstract(node) ? "abstract class" : "class";
  const made = isInterface || isTypeOnly ? undefined : makerOf(name, nodes, context);
  const isExplained = made !== undefined && commentMarkdown(made.comment, () => "") !== "";
  return {
    name,
    kind: isInterface ? "interface" : "class",
    comment: commentOf(node),
    code: [headText(keyword, name, nodes, isShown), ...(isExplained ? [] : (made?.code ?? []))],
    members: [...(isExplained ? [made] : []), ...methodsOf(name, nodes, context.checker)],
    properties: propertiesOf(nodes, context.checker),
    hidden: nodes.slice(1).map((base) => base.name.text),
    base: nodes.at(-1).heritageClauses?.find(isExtends)?.types[0].expression.getText(),
    nodes: [node],
  };
}

/** Returns the constructor, if users can name all of its parameter types. */
function makerOf(name, nodes, { checker, isExported }) {
  const made = constructorOf(name, nodes, checker);
  const isNamed = made?.nodes.flatMap((node) => typesOf(node, checker)).every(isExported);
  return isNamed ? made : undefined;
}

function isExtends({ token }) {
  return token === ts.SyntaxKind.ExtendsKeyword;
}

function isAbstract(node) {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Abstract) !== 0;
}

function readVariable({ name, declarations }, node, context) {
  const { checker } = context;
  if (isConstant(name, node)) return readConstant(name, node, checker);
  // Its type is inferred from its value; show only its comment.
  if (node.type === undefined) {
    return { name, kind: "value", comment: commentOf(node), nodes: [node] };
  }
  const { node: type, isOptional } = definedType(node.type);
  const { shape, names } = shapeOf(type, checker);
  const common = { name, comment: commentOf(node), isOptional, nodes: [node] };
  if (ts.isFunctionTypeNode(shape)) {
    return { ...common, kind: "function", inlined: names, code: [callText(name, shape, checker)] };
  }
  if (ts.isConstructorTypeNode(shape)) {
    return { ...common, kind: "class", ...readMade(name, shape, declarations, context) };
  }
  if (ts.isInterfaceDeclaration(shape) && shape.members.some(ts.isCallSignatureDeclaration)) {
    const calls = shape.members.filter(ts.isCallSignatureDeclaration);
    const members = methodsOf(name, [shape], checker);
    const call = readCallable(name, calls, context);
    return {
      ...common,
      kind: "function",
      inlined: [shape.name.text],
      ...call,
      members,
      nodes: [node],
    };
  }
  return { ...common, kind: "value", code: [`${name}: ${inOneLine(type)}`] };
}

/**
 * Follows aliases to the type or declaration that a type's name stands for; returns it and the
 * names on the way.
 */
function shapeOf(type, checker, names = []) {
  if (!ts.isTypeReferenceNode(type)) return { shape: type, names };
  const declaration = declarationOf(type, checker);
  if (declaration === undefined) return { shape: type, names };
  if (!ts.isTypeAliasDeclaration(declaration)) return { shape: declaration, names };
  return shapeOf(declaration.type, checker, [...names, declaration.name.text]);
}

/** A constant that holds a class, next to a type of the same name. */
function readMade(name, shape, declarations, { checker }) {
  const made = callText(`new ${name}`, shape, checker);
  const base = declarationOf(shape.type, checker)?.name.text;
  const nodes = declarations.filter(ts.isInterfaceDeclaration);
  if (nodes.length === 0) return { code: [made], members: [], base };
  return {
    code: [headText("class", name, nodes, () => true), made],
    members: methodsOf(name, nodes, checker),
    properties: propertiesOf(nodes, checker),
    base: nodes[0].heritageClauses?.find(isExtends)?.types[0].expression.getText(),
  };
}

/**
 * Removes types that are shown in full with a function: they are only names for that function's
 * type.
 */
function withoutInlined(items) {
  const inlined = new Map(
    items.flatMap((item) => (item.inlined ?? []).map((type) => [type, item.name])),
  );
  return items.map((item) =>
    inlined.has(item.name)
      ? { name: item.name, kind: "alias", of: inlined.get(item.name), isType: true }
      : item,
  );
}
