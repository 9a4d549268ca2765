import { outOfRange } from "../arguments/errors.ts";
import { checkInteger, INT_MAX } from "../arguments/integers.ts";
import { checkClosed } from "../descriptors/close.ts";
import { EBADF } from "../errno.ts";
import { OSError } from "../errors.ts";
import { HeldDescriptor } from "../descriptors/held.ts";
import { OwnedDescriptors } from "../descriptors/owned.ts";

const owned = new OwnedDescriptors();

/** The base of epoll and kqueue objects: a descriptor of their own, and closing it. */
export abstract class Closable implements Disposable {
  readonly #what: string;
  #held: HeldDescriptor | null;

  /**
   * With `isAdopted`, the garbage collector does not close the descriptor: it is owned elsewhere.
   */
  protected constructor(what: string, fd: number, isAdopted: boolean) {
    this.#what = what;
    this.#held = new HeldDescriptor(checkInteger(fd, "fd", 0, INT_MAX));
    if (!isAdopted) owned.own(this, this.#held);
  }

  /** True after {@link Closable.close}. */
  get closed(): boolean {
    return this.#held === null;
  }

  /**
   * Returns the descriptor. It can be watched too: it is readable when there are events.
   *
   * @throws RangeError if it is closed
   */
  fileno(): number {
    return this.open();
  }

  /**
   * Closes the descriptor: `close(2)`. Closing twice does nothing.
   *
   * @throws OSError EBADF if the descriptor was closed elsewhere
   * @see https://man7.org/linux/man-pages/man2/close.2.html
   */
  close(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    owned.disown(this, held);
    checkClosed(held.close());
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Returns the descriptor for a call; throws if it is closed. */
  protected open(): number {
    if (this.#held === null) throw outOfRange(`I/O operation on closed ${this.#what} object`);
    const { fd } = this.#held;
    if (fd === -1) throw OSError.from(EBADF, { syscall: this.#what });
    return fd;
  }
}
