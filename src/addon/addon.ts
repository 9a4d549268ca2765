/**
 * Loads the addon and hands out what it exports, by name. The caller states the type, because the
 * addon has none of its own; a name that the addon lacks fails when the module that asks is loaded.
 *
 * @module
 */

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const addonPath =
  process.env["BSD_SOCKETS_ADDON"] ??
  fileURLToPath(new URL("../../build/Release/bsd_sockets.node", import.meta.url));

function load(): Readonly<Record<string, unknown>> {
  try {
    return createRequire(import.meta.url)(addonPath) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Error(
      `bsd-sockets could not load its addon.\n` +
        `Looked for: ${addonPath}\n` +
        `For: ${process.platform} ${process.arch}, Node ${process.versions.node} ` +
        `(Node-API 8 or later)\n` +
        `To build it, run "npm rebuild bsd-sockets" (or "npm start" in a clone). That takes ` +
        `Python 3, make and a C++17 compiler: "apt install python3 make g++" on Debian and ` +
        `Ubuntu, "xcode-select --install" on macOS.`,
      { cause: error },
    );
  }
}

const addon = load();

/** What every native function is, whatever its arguments. */
type NativeFunction = (...values: never[]) => unknown;

/**
 * The addon's function of a name, of the type that the caller states.
 *
 * @throws Error that names it when the addon has no such function
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only the caller knows it
export function nativeFunction<Signature extends NativeFunction>(name: string): Signature {
  const found = addon[name];
  if (typeof found !== "function") throw missing("function", name);
  return found as Signature;
}

/** Like {@link nativeFunction}, but undefined when missing: for what only some systems have. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only the caller knows it
export function nativeFunctionIfPresent<Signature extends NativeFunction>(
  name: string,
): Signature | undefined {
  return addon[name] === undefined ? undefined : nativeFunction<Signature>(name);
}

/**
 * A value that the addon exports, such as a table of constants, of the type that the caller states.
 *
 * @throws Error that names it when the addon has no such value
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only the caller knows it
export function nativeValue<Value>(name: string): Value {
  const found = addon[name];
  if (found === undefined) throw missing("value", name);
  return found as Value;
}

function missing(kind: string, name: string): Error {
  return new Error(
    `bsd-sockets: the addon has no ${kind} "${name}"; it was built from other sources.\n` +
      `Loaded from: ${addonPath}\n` +
      `To build it again, run "npm rebuild bsd-sockets" (or "npm start" in a clone).`,
  );
}
