import { writeSync } from "node:fs";

import { POLLOUT } from "../../select/index.ts";
import { poll } from "../../syscalls/index.ts";

/**
 * PIPE_BUF on Linux: a pipe that is ready for writing accepts this much at once, on every system.
 */
const LONGEST_LINE = 4096;
const ENDING = "…";

/**
 * Returns a function that writes lines to a descriptor without blocking. If nobody reads the log or
 * its disk is full, the lines are dropped, and the next line that succeeds reports how many.
 */
export function lineWriter(fd: number): (line: string) => void {
  let lost = 0;
  return (line) => {
    const note = lost === 0 ? "" : `… ${lost} lines lost\n`;
    if (isReady(fd) && hasWritten(fd, note + line)) lost = 0;
    else lost++;
  };
}

function isReady(fd: number): boolean {
  // struct pollfd: int fd, short events, short revents.
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
  // Remove the replacement character of a code point that was cut in half.
  return part.toString().replace(/\ufffd$/u, "") + ENDING;
}
