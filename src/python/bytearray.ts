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

  /** Takes `count` bytes from the front: Python's `data[:count]` followed by `del data[:count]`. */
  take(count: number): Buffer {
    checkInteger(count, "take(): count", 0);
    const end = Math.min(this.#start + count, this.#end);
    const taken = Buffer.from(this.#memory.subarray(this.#start, end));
    this.#start = end;
    return taken;
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
