import { outOfRange } from "../arguments/errors.ts";
import { checkInteger, INT_MAX } from "../arguments/integers.ts";
import { checkClosed } from "../descriptors/close.ts";
import { EBADF } from "../errno.ts";
import { OSError } from "../errors.ts";
import { HeldDescriptor } from "../descriptors/held.ts";
import { OwnedDescriptors } from "../descriptors/owned.ts";

const owned = new OwnedDescriptors();

/** What epoll and kqueue objects have in common: a descriptor of their own, and its end. */
export abstract class Closable implements Disposable {
  readonly #what: string;
  #held: HeldDescriptor | null;

  /** One that `isAdopted` is left open when the object is garbage-collected: others may use it. */
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
   * The descriptor. It can be watched itself: it is readable when there are events.
   *
   * @throws RangeError when it is closed
   */
  fileno(): number {
    return this.open();
  }

  /**
   * Closes the descriptor: `close(2)`. A second time does nothing.
   *
   * @throws OSError EBADF when somebody else has closed it
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

  /** The descriptor, for a call. */
  protected open(): number {
    if (this.#held === null) throw outOfRange(`I/O operation on closed ${this.#what} object`);
    const { fd } = this.#held;
    if (fd === -1) throw OSError.from(EBADF, { syscall: this.#what });
    return fd;
  }
}
