// One fault in one program, and its outcome.

import { errnoName } from "../errnos.ts";
import type { Fault } from "../shim.ts";
import type { Program } from "./program.ts";

/** When the fault is active: while a server starts, serves, or stops; for a client, always. */
export type Phase = "start" | "serve" | "stop" | "run";

/** A fault in a program. */
export interface Cell {
  readonly program: Program;
  readonly phase: Phase;
  readonly fault: Fault;
}

/** The outcomes; those in `BROKEN` are failures. */
export type Kind =
  | "not reached"
  | "unharmed"
  | "a connection ended"
  | "the program ended"
  | "crash"
  | "hang"
  | "wrong bytes"
  | "leak"
  | "unexplained";

/** The outcome of a cell, with details. */
export interface Result {
  readonly cell: Cell;
  readonly kind: Kind;
  readonly happened: number;
  readonly detail: string;
}

/** Describes a fault: `EIO`, `1 byte`. */
export function actionText({ action, value, call }: Fault): string {
  if (action === "errno") return errnoName(value);
  if (action === "delay") return `${value} ms late`;
  return `at most ${value} ${call === "epoll_wait" ? "event" : "byte"}${value === 1 ? "" : "s"}`;
}

function whenText({ when: { first, last, step } }: Fault): string {
  if (first === last) return `at ${first}`;
  const end = last === 0 ? "on" : `to ${last}`;
  return `from ${first} ${end}${step === 1 ? "" : `, every ${step}`}`;
}

/** Returns a cell's name, which identifies it. */
export function nameOf({ program, phase, fault }: Cell): string {
  return `${program.name} ${phase} ${fault.call} ${actionText(fault)} ${whenText(fault)}`;
}
