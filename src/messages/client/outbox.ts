/** Returns the bytes of the next request, or null after the last one. */
export type NextRequest = () => Uint8Array | null;

/** Small requests are sent together until they make up this many bytes. */
const BATCH_BYTES = 65_536;

/**
 * The requests to send, and those waiting for their responses.
 *
 *     stream   |  answered  |  request  |  request  |
 *                           ^begins[0]  ^begins[1]  ^queued
 *                                  ^sent: the first is due, the second is not
 */
export class Outbox {
  readonly #window: number;
  readonly #begins: number[] = [];
  #unsent: Uint8Array = new Uint8Array(0);
  #queued = 0;

  constructor(window: number) {
    this.#window = window;
  }

  /** The number of requests without a response yet. */
  get waiting(): number {
    return this.#begins.length;
  }

  /** The bytes to send. */
  get unsent(): Uint8Array {
    return this.#unsent;
  }

  /** True if a response may arrive: at least part of its request has been sent. */
  get isDue(): boolean {
    const [begin] = this.#begins;
    return begin !== undefined && begin < this.#queued - this.#unsent.length;
  }

  /**
   * Takes further requests once the earlier ones are sent or answered; returns true at the last
   * one.
   */
  fill(next: NextRequest): boolean {
    if (this.#unsent.length > 0 && this.waiting > 0) return false;
    const pieces = [this.#unsent];
    let bytes: Uint8Array | null = null;
    let length = 0;
    while (this.waiting < this.#window && length < BATCH_BYTES) {
      bytes = next();
      if (bytes === null) break;
      this.#begins.push(this.#queued);
      this.#queued += bytes.length;
      length += bytes.length;
      pieces.push(bytes);
    }
    if (length > 0) this.#unsent = Buffer.concat(pieces);
    return bytes === null && this.waiting < this.#window;
  }

  /** Records that `count` bytes were sent. */
  advance(count: number): void {
    this.#unsent = this.#unsent.subarray(count);
  }

  /** Records that the oldest request has its response. */
  answer(): void {
    this.#begins.shift();
  }
}
