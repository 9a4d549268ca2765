const EMPTY = Buffer.alloc(0);
const FIRST_CAPACITY = 1024;

/**
 * Bytes that have arrived and are not taken yet, in one piece.
 *
 *     memory   |  taken  |  bytes  |  free  |
 *                        ^start    ^end     ^capacity
 *
 * The memory grows by doubling and is moved only when at least half of it was taken, so each byte is
 * copied a bounded number of times, however small the pieces are that it comes in. Memory that was
 * never asked for is never made: a peer has to send what it wants to have kept.
 */
export class ByteQueue {
  #memory = EMPTY;
  #start = 0;
  #end = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds a copy of some bytes. */
  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#memory.length) this.#makeRoom(bytes.length);
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Takes bytes from the front; there must be as many. The view holds until the next `append`. */
  take(length: number): Buffer {
    const taken = this.#memory.subarray(this.#start, this.#start + length);
    this.#start += length;
    if (this.#start === this.#end) this.#letGo();
    return taken;
  }

  /** Forgets everything, and the memory with it. */
  clear(): void {
    this.#memory = EMPTY;
    this.#start = this.#end = 0;
  }

  #makeRoom(more: number): void {
    const length = this.length;
    const needed = length + more;
    const capacity = this.#memory.length;
    const fits = this.#start >= capacity / 2 && needed <= capacity;
    const memory = fits
      ? this.#memory
      : Buffer.allocUnsafeSlow(Math.max(needed, 2 * length, FIRST_CAPACITY));
    this.#memory.copy(memory, 0, this.#start, this.#end);
    this.#memory = memory;
    this.#start = 0;
    this.#end = length;
  }

  // What was large once must not stay large for a connection that is idle afterwards.
  #letGo(): void {
    this.#start = this.#end = 0;
    if (this.#memory.length > FIRST_CAPACITY) this.#memory = EMPTY;
  }
}
