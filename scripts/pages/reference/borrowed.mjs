// Types that appear in a module's signatures but that the module does not export itself.

import ts from "typescript";

import { commentOf } from "./comments.mjs";
import { sourceOf } from "./constants.mjs";
import { declarationOf, isOurs } from "./members.mjs";
import { aliasText } from "./signatures.mjs";

/**
 * Adds such types to the modules: as a link to the module that exports them, or else as a
 * definition.
 */
export function withBorrowed(modules, checker) {
  return modules.map((module) => {
    const known = new Set(module.items.map(({ name }) => name));
    const strangers = new Map();
    for (const item of module.items.flatMap((one) => [one, ...(one.members ?? [])])) {
      if (!NAMING.includes(item.kind)) continue;
      for (const type of item.nodes.flatMap((node) => typesOf(node, checker))) {
        const home = modules.find(({ items }) => items.some(({ source }) => source?.node === type));
        const isShown = home !== undefined || item.kind !== "type";
        if (isShown && !known.has(type.name.text)) strangers.set(type, borrowed(type, home));
      }
    }
    return { ...module, items: [...module.items, ...strangers.values()] };
  });
}

const NAMING = ["function", "method", "type"];

function borrowed(node, home) {
  const name = node.name.text;
  if (home !== undefined)
    return { name, kind: "alias", of: name, module: home.name, isBorrowed: true };
  const comment = commentOf(node);
  return { name, kind: "type", comment, code: [aliasText(node)], source: sourceOf(node) };
}

/** Returns our types that a signature, or another type, mentions. */
export function typesOf(node, checker) {
  const signature = ts.isFunctionLike(node) ? [...node.parameters, node.type] : [node.type];
  const found = [];
  const visit = (child) => {
    if (ts.isTypeReferenceNode(child)) {
      const declaration = declarationOf(child, checker);
      if (declaration !== undefined && isNamedType(declaration)) found.push(declaration);
    }
    ts.forEachChild(child, visit);
  };
  for (const part of signature) if (part !== undefined) visit(part);
  return found;
}

function isNamedType(node) {
  return (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) && isOurs(node);
}
