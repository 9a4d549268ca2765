import { nativeFunction, nativeValue } from "../thread/introduce.ts";

/** How often a thread has closed a descriptor while there were several; all threads write to it. */
const now: Float64Array = nativeValue("moment");
// Its low bits, which are faster to compare.
const lowNow = new Int32Array(now.buffer, Float64Array.BYTES_PER_ELEMENT, 1);

/** Returns true if any thread has closed a descriptor of this number since a moment. */
const wasClosedSince: (fd: number, since: number) => boolean = nativeFunction("wasClosedSince");

/**
 * Like `close`, but closes nothing and returns −EBADF if any thread has closed it since a moment.
 */
const closeOwned: (fd: number, since: number) => number = nativeFunction("closeOwned");

/**
 * The number of a descriptor that an object holds. Another thread may close the descriptor, and the
 * number may be reused: so this remembers when it was opened. In a program with one thread, that
 * costs one comparison.
 */
export class HeldDescriptor {
  readonly #fd: number;
  #low = lowNow[0]!;
  #since = now[0]!;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** The number; −1 if any thread has closed the descriptor. */
  get fd(): number {
    return this.#low === lowNow[0] || this.#isStillOpen() ? this.#fd : -1;
  }

  #isStillOpen(): boolean {
    const low = lowNow[0]!;
    const moment = now[0]!;
    if (wasClosedSince(this.#fd, this.#since)) return false;
    this.#low = low;
    this.#since = moment;
    return true;
  }

  /** Closes it; returns 0 or −errno: −EBADF if another thread has closed it. */
  close(): number {
    return closeOwned(this.#fd, this.#since);
  }
}
