import type { Log, LogEntry } from "./log.ts";

/** Lines in a second, so that peers who do wrong cannot fill a disk. */
const LINES = 100;
const SECOND = 1000;
/** Characters of a detail, which a peer may have made long. */
const SHOWN = 300;

/** How the lines are told. */
export interface LogLinesOptions {
  /** Takes each line, without its line break. */
  readonly write: (line: string) => void;
  /** Whether the course of things is told too, and not only what somebody may want to look into. */
  readonly isVerbose: boolean;
}

/** A log of lines for people: time, what happened, to whom. Of more than it tells it tells the number. */
export function logLines({ write, isVerbose }: LogLinesOptions): Log {
  let second = 0;
  let told = 0;
  return (entry) => {
    if (entry.level === "info" && !isVerbose) return;
    const now = Math.floor(performance.now() / SECOND);
    if (now !== second) {
      if (told > LINES) write(`${time()} … and ${told - LINES} more`);
      second = now;
      told = 0;
    }
    if (++told <= LINES) write(`${time()} ${lineOf(entry)}`);
  };
}

function time(): string {
  return new Date().toISOString();
}

function lineOf({ level, event, peer, detail }: LogEntry): string {
  const parts = [level, event, ...(peer === undefined ? [] : [peer])];
  return parts.join(" ") + (detail === undefined ? "" : `: ${shortened(detail)}`);
}

function shortened(detail: string): string {
  return detail.length > SHOWN ? `${detail.slice(0, SHOWN)}…` : detail;
}
