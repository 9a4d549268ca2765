import { EAGAIN } from "../errno.ts";
import { errorOf } from "../errors.ts";
import { write } from "../syscalls/index.ts";
import { str } from "./str.ts";

const STANDARD_OUTPUT = 1;

/**
 * Prints values and a line break on standard output, as Python's `print` does, and returns when they
 * are written: `write(2)`. A program that never returns to Node's event loop would otherwise pile up
 * in memory what a slow reader has not taken yet.
 *
 * @throws BrokenPipeError when nobody reads it any more
 */
export function print(...values: unknown[]): void {
  printLine(STANDARD_OUTPUT, values.map(str).join(" "));
}

/**
 * The same on any descriptor. As with any call that may block, Ctrl-C is a KeyboardInterrupt from here
 * to the end of the stack.
 */
export function printLine(fd: number, line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let written = 0; written < bytes.length;) written += writeSome(fd, bytes, written);
}

function writeSome(fd: number, bytes: Buffer, start: number): number {
  const range = [start, bytes.length - start] as const;
  let result = write(fd, bytes, ...range, -1);
  // Node makes a pipe non-blocking when it opens process.stdout; an endless timeout polls first.
  if (result === -EAGAIN) result = write(fd, bytes, ...range, Infinity);
  if (result < 0) throw errorOf(result, { syscall: "write" });
  return result;
}
