import { checkInteger } from "../arguments/integers.ts";

/**
 * Bytes that grow at the end and are taken from the front, in time that is proportional to what
 * comes and goes: Python's bytearray, as a receive buffer uses it.
 *
 *     0        start          end       capacity
 *     │ taken  │ what it holds │  room   │
 */
export class ByteArray {
  #memory: Buffer = Buffer.allocUnsafe(256);
  #start = 0;
  #end = 0;

  /** How many bytes it holds. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds bytes at the end. */
  extend(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#memory.length) this.#makeRoom(bytes.length);
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** A copy of the bytes from `start` to `end`: Python's `data[start:end]`. */
  slice(start: number, end: number): Buffer {
    checkInteger(start, "slice(): start", 0);
    checkInteger(end, "slice(): end", 0);
    const [first, last] = [start, end].map((index) => Math.min(this.#start + index, this.#end));
    return Buffer.from(this.#memory.subarray(first, last));
  }

  /** Takes bytes away from the front: Python's `del data[:count]`. */
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

/** An empty {@link ByteArray}. */
export function bytearray(): ByteArray {
  return new ByteArray();
}
