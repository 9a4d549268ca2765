import { checkInteger } from "../arguments/integers.ts";

/**
 * Python's bytearray, for receive buffers: bytes are added at the end and removed from the front,
 * in time proportional to their number.
 *
 *     0        start          end       capacity
 *     │ taken  │ what it holds │  room   │
 */
export class ByteArray {
  #memory: Buffer = Buffer.allocUnsafe(256);
  #start = 0;
  #end = 0;

  /** The number of bytes in it. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds bytes at the end. */
  extend(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#memory.length) this.#makeRoom(bytes.length);
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Returns a copy of the bytes from `start` to `end`: Python's `data[start:end]`. */
  slice(start: number, end: number): Buffer {
    checkInteger(start, "slice(): start", 0);
    checkInteger(end, "slice(): end", 0);
    const [first, last] = [start, end].map((index) => Math.min(this.#start + index, this.#end));
    return Buffer.from(this.#memory.subarray(first, last));
  }

  /** Removes bytes from the front: Python's `del data[:count]`. */
  discard(count: number): void {
    checkInteger(count, "discard(): count", 0);
    this.#start = Math.min(this.#start + count, this.#end);
  }

  #makeRoom(count: number): void {
    const needed = this.length + count;
    const memory = needed * 2 > this.#memory.length ? Buffer.allocUnsafe(needed * 2) : this.#memory;
    this.#memory.copy(memory, 0, this.#start, this.#end);
    this.#memory = memory;
    this.#end = this.length;
    this.#start = 0;
  }
}

/** Returns an empty {@link ByteArray}. */
export function bytearray(): ByteArray {
  return new ByteArray();
}
