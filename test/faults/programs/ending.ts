// How a program ended, within bounds.

import * as errno from "bsd-sockets/errno";

import type { Running } from "../../support/programs.ts";
import { errnoOf } from "../errnos.ts";
import type { Fault } from "../shim.ts";
import type { Kind } from "./cell.ts";

const GENEROUS_MILLISECONDS = 60_000;

/** Waits for something, but not for ever: gives null when it takes too long. */
export async function bounded<Value>(promise: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, GENEROUS_MILLISECONDS, null);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How a program ended: in order (null), or what to call it. */
export interface Ending {
  readonly kind: Kind | null;
  readonly detail: string;
}

/** True when a text names the fault's errno as an OSError does, or as the commands do. */
export function names(text: string, { action, value }: Fault): boolean {
  if (action !== "errno") return false;
  return text.includes(`[Errno ${value}]`) || namesOf(value).some((name) => text.includes(name));
}

/** All names of an errno, for some have two. */
function namesOf(value: number): string[] {
  const numbers = Object.entries(errno as unknown as Record<string, unknown>);
  return numbers.filter(([, number]) => number === value).map(([name]) => `(${name})`);
}

/** Waits for a program's end: in order, by an OSError that names the errno, or otherwise. */
export async function endingOf(running: Running, fault: Fault): Promise<Ending> {
  const status = await bounded(running.ends());
  const detail = `status ${String(status)}\n${running.stdout.slice(-1000)}\n${running.stderr}`;
  if (status === null) return { kind: "hang", detail };
  if (typeof status === "string") return { kind: "crash", detail };
  // A log may be there.
  if (status === 0 && !/^\s+at /mu.test(running.stderr)) return { kind: null, detail };
  const isExplained =
    (status === 1 && isOnlyError(running.stderr, fault)) || isUnread(status, fault);
  return { kind: isExplained ? "the program ended" : "unexplained", detail };
}

// A command whose output nobody reads ends quietly, as shells show it.
function isUnread(status: number, { call, value }: Fault): boolean {
  return status === 141 && call === "write" && value === errnoOf("EPIPE");
}

// Node prints where an error was thrown, then the error; serve tells why it cannot listen.
function isOnlyError(stderr: string, fault: Fault): boolean {
  const errors = [
    ...stderr.matchAll(/^(?:\[?\w*(?:Error|Interrupt)\b|serve: cannot |request: ).*$/gmu),
  ];
  return errors.length === 1 && names(errors[0]![0], fault);
}
