// The native functions, and what is known of their arguments.

import * as syscalls from "bsd-sockets/syscalls";
import type { Argument } from "../../../native/arguments/kinds.ts";
import { multiplexFunctions } from "../../../native/arguments/multiplex.ts";
import { namesFunctions } from "../../../native/arguments/names.ts";
import { selectFunctions } from "../../../native/arguments/select.ts";
import { socketFunctions } from "../../../native/arguments/socket.ts";
import { threadFunctions } from "../../../native/arguments/thread.ts";
import { natives } from "../../../support/addon.ts";

type Function_ = (...values: unknown[]) => unknown;

const rows: Readonly<Record<string, Argument[]>> = {
  ...multiplexFunctions,
  ...namesFunctions,
  ...selectFunctions,
  ...socketFunctions,
  ...threadFunctions,
};

const wrappers = syscalls as unknown as Readonly<Record<string, unknown>>;

/** Functions whose purpose is to end the process. */
const FATAL = new Set(["endBySigint"]);
/** The prefix for functions that read registers directly, without our wrapper that writes them. */
export const RAW = "raw ";

const exported = Object.keys(natives).filter(
  (name) => typeof natives[name] === "function" && !FATAL.has(name),
);
const byRegisters = exported.filter(
  (name) => Object.hasOwn(wrappers, name) && wrappers[name] !== natives[name],
);

/** Every function that the addon exports, and its form that reads registers. */
export const names: readonly string[] = [...exported, ...byRegisters.map((name) => RAW + name)];

/** Returns the function with a name. */
export function functionOf(name: string): Function_ {
  if (name.startsWith(RAW)) return natives[name.slice(RAW.length)] as Function_;
  return (byRegisters.includes(name) ? wrappers[name] : natives[name]) as Function_;
}

function rowOf(name: string): Argument[] | undefined {
  return rows[name.startsWith(RAW) ? name.slice(RAW.length) : name];
}

/** Returns what is known of an argument: its name, its kind, and a valid value. */
export function argumentOf(name: string, index: number): Argument | undefined {
  return rowOf(name)?.[index];
}

/** Returns whether numbers for an argument may be descriptors. */
export function mayBeDescriptor(name: string, index: number): boolean {
  const row = rowOf(name);
  return row === undefined || row[index]?.[1] === "fd";
}

/** Returns the kinds of a function's arguments, if known. */
export function kindsOf(name: string): string[] | undefined {
  return rows[name]?.map(([, kind]) => kind);
}
