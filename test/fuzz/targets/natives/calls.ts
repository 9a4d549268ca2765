// Which native functions there are, and calls of them.

import { addon } from "#internal/native.js";
import * as syscalls from "bsd-sockets/syscalls";
import fc from "fast-check";

import type { Argument } from "../../../native/arguments/kinds.ts";
import { multiplexFunctions } from "../../../native/arguments/multiplex.ts";
import { namesFunctions } from "../../../native/arguments/names.ts";
import { selectFunctions } from "../../../native/arguments/select.ts";
import { socketFunctions } from "../../../native/arguments/socket.ts";
import { threadFunctions } from "../../../native/arguments/thread.ts";
import { type Call, descriptors, forKind, numbers, type Recipe, seconds, wild } from "./recipe.ts";

type Function_ = (...values: unknown[]) => unknown;

const rows: Readonly<Record<string, Argument[]>> = {
  ...multiplexFunctions,
  ...namesFunctions,
  ...selectFunctions,
  ...socketFunctions,
  ...threadFunctions,
};

const natives = addon as unknown as Readonly<Record<string, unknown>>;
const wrappers = syscalls as unknown as Readonly<Record<string, unknown>>;

/** It ends the process, and is there for that. */
const FATAL = new Set(["endBySigint"]);
/** The prefix of the functions that read registers, where only we have written to those. */
const RAW = "raw ";
/** The registers between the descriptor and the timeout. */
const OTHERS = 4;

const exported = Object.keys(natives).filter(
  (name) => typeof natives[name] === "function" && !FATAL.has(name),
);
const byRegisters = exported.filter((name) => Object.hasOwn(wrappers, name) && wrappers[name] !== natives[name]);

/** Every function that the addon exports, and its form that reads registers. */
export const names: readonly string[] = [...exported, ...byRegisters.map((name) => RAW + name)];

/** The function of a name. */
export function functionOf(name: string): Function_ {
  if (name.startsWith(RAW)) return natives[name.slice(RAW.length)] as Function_;
  return (byRegisters.includes(name) ? wrappers[name] : natives[name]) as Function_;
}

/** What is known of an argument of a function: its kind, and a value that it takes. */
export function argumentOf(name: string, index: number): Argument | undefined {
  return rows[name]?.[index];
}

/** Whether numbers of an argument may be descriptors. */
export function mayBeDescriptor(name: string, index: number): boolean {
  const row = rows[name];
  return row === undefined || row[index]?.[1] === "fd";
}

function valuesFor(name: string): fc.Arbitrary<Recipe[]> {
  const row = rows[name];
  if (row === undefined || name === "introduceThread") return fc.array(wild, { maxLength: 6 });
  const usual = fc.tuple(...row.map(([, kind]) => forKind(kind)));
  const short = usual.chain((values) => fc.subarray(values));
  const long = fc.tuple(usual, wild).map(([values, more]) => [...values, more]);
  return fc.oneof({ weight: 18, arbitrary: usual }, short, long);
}

function callOf(name: string): fc.Arbitrary<Call> {
  if (!name.startsWith(RAW)) return valuesFor(name).map((values) => ({ name, values }));
  const first = fc.oneof(descriptors, numbers);
  const others = fc.array(numbers, { minLength: OTHERS, maxLength: OTHERS });
  return fc
    .tuple(first, others, seconds, fc.array(wild, { maxLength: 2 }))
    .map(([fd, rest, last, values]) => ({ name, values, registers: [fd, ...rest, last] }));
}

const anyCall = fc.constantFrom(...names).chain(callOf);

/** Calls, the same for the same seed. */
export function callsFrom(seed: number, count: number): Call[] {
  return fc.sample(anyCall, { seed, numRuns: count });
}
