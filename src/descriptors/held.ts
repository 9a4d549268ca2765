import { addon } from "../thread/introduce.ts";

const now = addon.moment;
// Its low bits, which are compared quicker.
const lowNow = new Int32Array(now.buffer, Float64Array.BYTES_PER_ELEMENT, 1);

/**
 * The number of a descriptor that an object holds. Another thread may close it, and the number is
 * then the next socket's: so this remembers when it was got. In a program with one thread that costs
 * the look at a number.
 */
export class HeldDescriptor {
  readonly #fd: number;
  #low = lowNow[0]!;
  #since = now[0]!;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** The number; −1 when any thread has closed the descriptor. */
  get fd(): number {
    return this.#low === lowNow[0] || this.#isStillOpen() ? this.#fd : -1;
  }

  #isStillOpen(): boolean {
    const low = lowNow[0]!;
    const moment = now[0]!;
    if (addon.wasClosedSince(this.#fd, this.#since)) return false;
    this.#low = low;
    this.#since = moment;
    return true;
  }

  /** Closes it: 0, or −errno; −EBADF when another thread has. */
  close(): number {
    return addon.closeOwned(this.#fd, this.#since);
  }
}
