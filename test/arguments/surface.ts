// Which numbers the public functions take, found through TypeScript: a new one is in the list as soon
// as it compiles.

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import ts from "typescript";

import { root } from "../support/programs.ts";

/** Module by module, the parameters and options that are numbers: `socket.Socket.recv(bufsize)`. */
export function publicNumbers(modules: readonly string[]): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, string>;
  };
  const sources = new Map(
    modules.map((name) => {
      const file = exports[`./${name}`]!.replace(/^\.\/dist\/(.*)\.js$/u, "src/$1.ts");
      return [name, join(root, file)];
    }),
  );
  const { compilerOptions } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")) as {
    compilerOptions: Record<string, unknown>;
  };
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  const program = ts.createProgram([...sources.values()], { ...options, noEmit: true });
  const surface = new Surface(program.getTypeChecker());
  for (const [name, file] of sources) surface.addModule(name, program.getSourceFile(file)!);
  return surface.numbers();
}

class Surface {
  readonly #checker: ts.TypeChecker;
  readonly #found = new Set<string>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  numbers(): string[] {
    return [...this.#found].sort();
  }

  addModule(module: string, source: ts.SourceFile): void {
    const checker = this.#checker;
    for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(source)!)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      // A second name, or a class of errors: those take whatever they are given.
      if (exported.name !== symbol.name || isIn(symbol, "src/errors.ts")) continue;
      this.#addExport(`${module}.${symbol.name}`, symbol);
    }
  }

  #addExport(name: string, symbol: ts.Symbol): void {
    if ((symbol.flags & ts.SymbolFlags.Value) !== 0) {
      const value = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(symbol));
      this.#addSignatures(name, value.getCallSignatures());
      this.#addSignatures(`new ${name}`, value.getConstructSignatures());
      this.#addMethods(name, value);
    }
    if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0) {
      this.#addMethods(name, this.#checker.getDeclaredTypeOfSymbol(symbol));
    }
  }

  #addMethods(name: string, type: ts.Type): void {
    for (const member of this.#checker.getPropertiesOfType(type)) {
      if (!isPublic(member) || !isIn(member, "src/")) continue;
      const signatures = this.#checker.getTypeOfSymbol(member).getCallSignatures();
      this.#addSignatures(`${name}.${member.name}`, signatures);
    }
  }

  #addSignatures(name: string, signatures: readonly ts.Signature[]): void {
    for (const parameter of signatures.flatMap((signature) => signature.getParameters())) {
      this.#addType(name, parameter.name, this.#checker.getTypeOfSymbol(parameter));
    }
  }

  #addType(name: string, path: string, type: ts.Type): void {
    for (const part of type.isUnion() ? type.types : [type]) {
      if ((part.flags & ts.TypeFlags.Number) !== 0) this.#found.add(`${name}(${path})`);
      for (const option of this.#optionsOf(part)) {
        this.#addType(name, `${path}.${option.name}`, this.#checker.getTypeOfSymbol(option));
      }
    }
  }

  /** The members of an object that may lack each of them, which is how options are declared. */
  #optionsOf(type: ts.Type): readonly ts.Symbol[] {
    if ((type.flags & ts.TypeFlags.Object) === 0) return [];
    const members = this.#checker.getPropertiesOfType(type);
    const isOptional = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Optional) !== 0;
    return members.every((member) => isOptional(member) && isIn(member, "src/")) ? members : [];
  }
}

function isIn(symbol: ts.Symbol, path: string): boolean {
  const files = (symbol.declarations ?? []).map((node) => node.getSourceFile().fileName);
  return files.some((file) => relative(root, file).startsWith(path));
}

function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isHidden = declarations.some((node) => (ts.getCombinedModifierFlags(node) & hidden) !== 0);
  return !isHidden && !name.includes("#");
}
