import { closeSync, openSync } from "node:fs";
import { isatty, WriteStream } from "node:tty";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";

import { LineWriter } from "./line-writer.ts";
import { start, stop } from "./recorder.ts";

const STANDARD_ERROR = 2;
const CAPACITY = 65_536;
/** Stands for the process's id in the name of a file. */
const PROCESS_ID = "%p";
const DEFAULT_STRING_LIMIT = 32;

/** The settings of the environment, each with the variable it comes from. */
interface Settings {
  /** BSD_SOCKETS_TRACE: 1 for standard error, or a file, with %p for the process's id. */
  readonly target: string;
  /** BSD_SOCKETS_TRACE_FORMAT: json for a line of JSON a call. */
  readonly isJson: boolean;
  /** BSD_SOCKETS_TRACE_STATES: 1 to have the TCP states of all sockets with each call. */
  readonly hasStates: boolean;
  /** BSD_SOCKETS_TRACE_STRINGS: how many bytes of data are shown. */
  readonly stringLimit: number;
}

function settings(): Settings | null {
  const { env } = process;
  const target = env["BSD_SOCKETS_TRACE"] ?? "";
  if (target === "" || target === "0") return null;
  const strings = Number(env["BSD_SOCKETS_TRACE_STRINGS"] ?? DEFAULT_STRING_LIMIT);
  return {
    target,
    isJson: env["BSD_SOCKETS_TRACE_FORMAT"] === "json",
    hasStates: env["BSD_SOCKETS_TRACE_STATES"] === "1",
    stringLimit: Number.isInteger(strings) && strings >= 0 ? strings : DEFAULT_STRING_LIMIT,
  };
}

/** Set in the environment of workers and child processes: their lines go behind those that are there. */
const BEGUN = "BSD_SOCKETS_TRACE_BEGUN";

/** Whether this is the first thread of those that write to the target. */
function isFirst(target: string): boolean {
  const isBegun = process.env[BEGUN] === "1";
  process.env[BEGUN] = "1";
  return isMainThread && (!isBegun || target.includes(PROCESS_ID));
}

/** The file that a target means in this process. */
export function fileOfTarget(target: string): string {
  return target.replaceAll(PROCESS_ID, String(process.pid));
}

/** The lines hold what was sent and received, which is nobody else's business. */
export const OWNER_ONLY = 0o600;

/** Opens what the lines go to; null, and a word about it, when that is impossible. */
function tryOpen(target: string, begins: boolean): number | null {
  try {
    return open(target, begins);
  } catch (error) {
    // A program must not fail because nobody can look at it.
    process.stderr.write(`BSD_SOCKETS_TRACE: nothing is recorded: ${(error as Error).message}\n`);
    return null;
  }
}

function open(target: string, begins: boolean): number {
  if (target === "1") return STANDARD_ERROR;
  const file = fileOfTarget(target);
  if (begins) closeSync(openSync(file, "w", OWNER_ONLY));
  // Each line is appended, wherever another thread has written meanwhile.
  return openSync(file, "a", OWNER_ONLY);
}

/** Whether the terminal has colours and NO_COLOR refuses none; a worker's process.stderr does not know. */
function hasColours(): boolean {
  return WriteStream.prototype.getColorDepth() > 1;
}

const OPEN_LINE = "bsd-sockets: the line of the trace that has no end";

/** What the writers of all threads share: the first thread makes it, and its workers find it. */
function sharedOpenLine(): Int32Array {
  const shared = getEnvironmentData(OPEN_LINE);
  if (shared instanceof Int32Array) return shared;
  const made = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setEnvironmentData(OPEN_LINE, made);
  return made;
}

/** Writes this thread's system calls, if the environment says so. */
export function traceByEnvironment(): void {
  const wanted = settings();
  if (wanted === null) return;
  const begins = isFirst(wanted.target);
  const fd = tryOpen(wanted.target, begins);
  if (fd === null) return;
  const writer = new LineWriter(fd, {
    isJson: wanted.isJson,
    isColoured: fd === STANDARD_ERROR && isatty(fd) && hasColours(),
    hasThread: !begins,
    openLine: sharedOpenLine(),
  });
  const listener = {
    capacity: CAPACITY,
    dataLimit: wanted.stringLimit,
    hasStates: wanted.hasStates,
    tell: writer.write.bind(writer),
    keep: writer.write.bind(writer),
    ...(!wanted.isJson && { announce: writer.announce.bind(writer) }),
  };
  start(listener);
  process.once("exit", () => {
    stop(listener);
  });
}
