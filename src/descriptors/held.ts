import { nativeFunction, nativeValue } from "../thread/introduce.ts";

/** How often any thread closed a descriptor while there were several; threads write to it. */
const now: Float64Array = nativeValue("moment");
// Its low bits, which are compared quicker.
const lowNow = new Int32Array(now.buffer, Float64Array.BYTES_PER_ELEMENT, 1);

/** True when any thread closed a descriptor of this number after a moment. */
const wasClosedSince: (fd: number, since: number) => boolean = nativeFunction("wasClosedSince");

/** Like `close`; −EBADF, and nothing is closed, when any thread did so since a moment. */
const closeOwned: (fd: number, since: number) => number = nativeFunction("closeOwned");

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
    if (wasClosedSince(this.#fd, this.#since)) return false;
    this.#low = low;
    this.#since = moment;
    return true;
  }

  /** Closes it: 0, or −errno; −EBADF when another thread has. */
  close(): number {
    return closeOwned(this.#fd, this.#since);
  }
}
