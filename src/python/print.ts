import { EAGAIN } from "../errno.ts";
import { errorOf } from "../errors.ts";
import { write } from "../syscalls/index.ts";
import { str } from "./str.ts";

const STANDARD_OUTPUT = 1;

/**
 * Prints values and a line break on standard output, like Python's `print`, and returns when they
 * are written: `write(2)`. Output that Node buffers would otherwise grow in memory in a program
 * that never returns to the event loop.
 *
 * @throws BrokenPipeError if the output was closed by its reader
 */
export function print(...values: unknown[]): void {
  printLine(STANDARD_OUTPUT, values.map(str).join(" "));
}

/**
 * Prints a line to any descriptor: `write(2)`. Like after any call that may block, Ctrl-C is a
 * KeyboardInterrupt until the stack returns to the event loop.
 */
export function printLine(fd: number, line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let written = 0; written < bytes.length;) written += writeSome(fd, bytes, written);
}

function writeSome(fd: number, bytes: Buffer, start: number): number {
  const range = [start, bytes.length - start] as const;
  let result = write(fd, bytes, ...range, -1);
  // Node makes a pipe non-blocking when it opens process.stdout; with an infinite timeout, write
  // polls first.
  if (result === -EAGAIN) result = write(fd, bytes, ...range, Infinity);
  if (result < 0) throw errorOf(result, { syscall: "write" });
  return result;
}
