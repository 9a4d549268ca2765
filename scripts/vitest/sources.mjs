// Resolves the package's modules to their TypeScript sources, which Vitest compiles itself, so that
// it notices changes. Processes and workers are started from compiled files, of the package or of
// the tests: so import.meta.url is the URL of the compiled module.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { root } from "../build/setup.mjs";

const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Returns where the compiled files of a folder are. */
const homes = [
  ["src/", "dist/"],
  ["test/", "build/test/"],
].map((pair) => pair.map((folder) => join(root, folder)));

/** Returns the source that an entry point or an internal module is compiled from. */
function resolveId(id) {
  const [, entry] = /^bsd-sockets(\/.+)?$/u.exec(id) ?? [];
  const [, internal] = /^#internal\/(.+)$/u.exec(id) ?? [];
  const isEntry = id === "bsd-sockets" || entry !== undefined;
  const file = isEntry ? exports[`.${entry ?? ""}`] : internal && `./dist/${internal}`;
  if (!file?.startsWith("./dist/")) return undefined;
  return join(root, file.replace("./dist/", "src/").replace(/\.js$/u, ".ts"));
}

function compiledFile(file) {
  const [from, to] = homes.find(([folder]) => file.startsWith(folder)) ?? [];
  return from && file.replace(from, to).replace(/\.ts$/u, ".js");
}

function transform(code, id) {
  const file = compiledFile(id);
  if (file === undefined || !code.includes("import.meta.url")) return undefined;
  const url = JSON.stringify(pathToFileURL(file).href);
  // No line moves, so the source map stays valid.
  return { code: code.replaceAll("import.meta.url", url), map: null };
}

/** The Vite plugin. */
export function sources() {
  return { name: "bsd-sockets", enforce: "pre", resolveId, transform };
}
