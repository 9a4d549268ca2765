import { writeSync } from "node:fs";

const PAUSE_MILLISECONDS = 1;
const neverWoken = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of a text to a descriptor. A pipe that is full, and that Node made non-blocking, is tried
 * again until its reader has made room.
 *
 * @throws what `fs.writeSync` throws, except for EAGAIN
 */
export function writeText(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(neverWoken, 0, 0, PAUSE_MILLISECONDS);
    }
  }
}
