import { outOfRange } from "../argument-errors.ts";
import { closeDescriptor } from "../close-descriptor.ts";
import { OwnedDescriptors } from "../owned-descriptors.ts";

const owned = new OwnedDescriptors();

/** What epoll and kqueue objects have in common: a descriptor of their own, and its end. */
export abstract class Closable implements Disposable {
  readonly #what: string;
  #fd: number;

  /** One that `isAdopted` is left open when the object is garbage-collected: others may use it. */
  protected constructor(what: string, fd: number, isAdopted: boolean) {
    this.#what = what;
    this.#fd = fd;
    if (!isAdopted) owned.own(this, fd);
  }

  /** True after {@link Closable.close}. */
  get closed(): boolean {
    return this.#fd === -1;
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
    const fd = this.#fd;
    if (fd === -1) return;
    this.#fd = -1;
    owned.disown(this, fd);
    closeDescriptor(fd);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** The descriptor, for a call. */
  protected open(): number {
    if (this.#fd === -1) throw outOfRange(`I/O operation on closed ${this.#what} object`);
    return this.#fd;
  }
}
