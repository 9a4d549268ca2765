// Waits for programs to exit, and classifies how.

import * as errno from "bsd-sockets/errno";

import type { Running } from "../../support/programs.ts";
import { errnoOf } from "../errnos.ts";
import type { Fault } from "../shim.ts";
import type { Kind } from "./cell.ts";

const GENEROUS_MILLISECONDS = 60_000;

/** Waits for a promise, but not forever: returns null after a timeout. */
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

/** How a program ended: null for a normal exit, or a kind. */
export interface Ending {
  readonly kind: Kind | null;
  readonly detail: string;
}

/**
 * True if a text contains the fault's errno in the form of an OSError or of a command's message.
 */
export function names(text: string, { action, value }: Fault): boolean {
  if (action !== "errno") return false;
  return text.includes(`[Errno ${value}]`) || namesOf(value).some((name) => text.includes(name));
}

/** Returns all names of an errno; some have two. */
function namesOf(value: number): string[] {
  const numbers = Object.entries(errno as unknown as Record<string, unknown>);
  return numbers.filter(([, number]) => number === value).map(([name]) => `(${name})`);
}

/** Waits for a program's end: normal, by an OSError with the errno, or otherwise. */
export async function endingOf(running: Running, fault: Fault): Promise<Ending> {
  const status = await bounded(running.ends());
  const detail = `status ${String(status)}\n${running.stdout.slice(-1000)}\n${running.stderr}`;
  if (status === null) return { kind: "hang", detail };
  if (typeof status === "string") return { kind: "crash", detail };
  // Log lines are allowed.
  if (status === 0 && !/^\s+at /mu.test(running.stderr)) return { kind: null, detail };
  const isExplained =
    (status === 1 && isOnlyError(running.stderr, fault)) || isUnread(status, fault);
  return { kind: isExplained ? "the program ended" : "unexplained", detail };
}

// A command exits quietly when nobody reads its output, with the status that shells show.
function isUnread(status: number, { call, value }: Fault): boolean {
  return status === 141 && call === "write" && value === errnoOf("EPIPE");
}

// Node prints the source line, then the error; serve prints why it cannot listen.
function isOnlyError(stderr: string, fault: Fault): boolean {
  const errors = [
    ...stderr.matchAll(/^(?:\[?\w*(?:Error|Interrupt)\b|serve: cannot |request: ).*$/gmu),
  ];
  return errors.length === 1 && names(errors[0]![0], fault);
}
