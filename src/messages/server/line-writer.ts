import { writeSync } from "node:fs";

import { POLLOUT } from "../../select/index.ts";
import { poll } from "../../syscalls/index.ts";

/** A pipe that is ready for writing takes so much at once, on every system: PIPE_BUF of Linux. */
const LONGEST_LINE = 4096;
const ENDING = "…";

/**
 * Writes lines to a descriptor that takes them now. A log that nobody reads, or that is full, must not
 * keep a server from its work: such lines are lost, and the next one that is not tells how many.
 */
export function lineWriter(fd: number): (line: string) => void {
  let lost = 0;
  return (line) => {
    const note = lost === 0 ? "" : `… ${lost} lines were lost\n`;
    if (isReady(fd) && hasWritten(fd, note + line)) lost = 0;
    else lost++;
  };
}

function isReady(fd: number): boolean {
  // struct pollfd: the descriptor, and the events in the lower half of what follows.
  const entry = new Int32Array([fd, 0]);
  new Int16Array(entry.buffer)[2] = POLLOUT;
  return poll(entry, 0) > 0;
}

function hasWritten(fd: number, text: string): boolean {
  try {
    writeSync(fd, `${cut(text)}\n`);
    return true;
  } catch {
    return false;
  }
}

function cut(text: string): string {
  const room = LONGEST_LINE - 1;
  if (Buffer.byteLength(text) <= room) return text;
  const part = Buffer.from(text).subarray(0, room - Buffer.byteLength(ENDING));
  // What is left of a character that was cut through is taken away too.
  return part.toString().replace(/\ufffd$/u, "") + ENDING;
}
