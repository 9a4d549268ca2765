const EMPTY = Buffer.alloc(0);
const FIRST_CAPACITY = 1024;

/** Above this, a small rest is given a memory of its own. */
const LARGE_CAPACITY = 65_536;

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

  /** How many bytes of memory they take. */
  get capacity(): number {
    return this.#memory.length;
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
    else if (this.#isMuchTooLarge) this.#move(this.length);
    return taken;
  }

  /** Forgets everything, and the memory with it. */
  clear(): void {
    this.#memory = EMPTY;
    this.#start = this.#end = 0;
  }

  #makeRoom(more: number): void {
    const needed = this.length + more;
    if (this.#start >= this.capacity / 2 && needed <= this.capacity) this.#moveTo(this.#memory);
    else this.#move(Math.max(needed, 2 * this.length, FIRST_CAPACITY));
  }

  get #isMuchTooLarge(): boolean {
    return this.capacity > LARGE_CAPACITY && this.length < this.capacity / 8;
  }

  #move(capacity: number): void {
    this.#moveTo(Buffer.allocUnsafeSlow(capacity));
  }

  #moveTo(memory: Buffer<ArrayBuffer>): void {
    this.#end = this.#memory.copy(memory, 0, this.#start, this.#end);
    this.#memory = memory;
    this.#start = 0;
  }

  // What was large once must not stay large for a connection that is idle afterwards.
  #letGo(): void {
    this.#start = this.#end = 0;
    if (this.#memory.length > FIRST_CAPACITY) this.#memory = EMPTY;
  }
}
