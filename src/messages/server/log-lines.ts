import type { Log, LogEntry } from "./log.ts";

/** Lines per second, so that misbehaving peers cannot fill the disk. */
const LINES = 100;
const SECOND = 1000;
/** Characters of a detail to log; a peer may make it longer. */
const SHOWN = 300;

/** Options of {@link logLines}. */
export interface LogLinesOptions {
  /** Receives each line, without a line break. */
  readonly write: (line: string) => void;
  /** Whether to log routine events too. */
  readonly isVerbose: boolean;
}

/**
 * Returns a log that writes lines for people: time, event, peer. Lines over the limit are counted,
 * and the count is logged.
 */
export function logLines({ write, isVerbose }: LogLinesOptions): Log {
  let second = 0;
  let count = 0;
  return (entry) => {
    if (entry.level === "info" && !isVerbose) return;
    const now = Math.floor(performance.now() / SECOND);
    if (now !== second) {
      if (count > LINES) write(`${time()} … and ${count - LINES} more`);
      second = now;
      count = 0;
    }
    if (++count <= LINES) write(`${time()} ${lineOf(entry)}`);
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
