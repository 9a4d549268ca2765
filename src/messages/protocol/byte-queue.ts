const EMPTY = Buffer.alloc(0);
const FIRST_CAPACITY = 1024;

/** A buffer larger than this shrinks when little is left in it. */
const LARGE_CAPACITY = 65_536;

/**
 * A queue of received bytes in one contiguous buffer.
 *
 *     memory   |  taken  |  bytes  |  free  |
 *                        ^start    ^end     ^capacity
 *
 * The buffer grows by doubling. Bytes move within it only when at least half of it was taken, so
 * each byte is copied a bounded number of times, however small the pieces it arrives in. Nothing is
 * allocated ahead: memory grows only with what a peer really sends.
 */
export class ByteQueue {
  #memory = EMPTY;
  #start = 0;
  #end = 0;

  /** The number of bytes in the queue. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The number of bytes allocated for them. */
  get capacity(): number {
    return this.#memory.length;
  }

  /** Appends a copy of `bytes`. */
  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#memory.length) this.#makeRoom(bytes.length);
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /**
   * Removes `length` bytes from the front; the queue must hold at least as many. The returned view
   * is valid until the next `append`.
   */
  take(length: number): Buffer {
    const taken = this.#memory.subarray(this.#start, this.#start + length);
    this.#start += length;
    if (this.#start === this.#end) this.#letGo();
    else if (this.#isMuchTooLarge) this.#move(this.length);
    return taken;
  }

  /** Empties the queue and frees its memory. */
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

  // A connection that goes idle after a large message must not keep the large buffer.
  #letGo(): void {
    this.#start = this.#end = 0;
    if (this.#memory.length > FIRST_CAPACITY) this.#memory = EMPTY;
  }
}
