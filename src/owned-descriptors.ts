import { isMainThread } from "node:worker_threads";

import { addon } from "./native.ts";
import { close } from "./syscalls/index.ts";

/**
 * Closes the descriptors of objects that are garbage-collected unclosed; and, in a worker, when the
 * worker ends, which no JavaScript may see.
 */
export class OwnedDescriptors {
  readonly #collected: FinalizationRegistry<number>;

  /** `whenCollected` is told of each descriptor that the garbage collector had closed. */
  constructor(whenCollected: (fd: number) => void = () => undefined) {
    this.#collected = new FinalizationRegistry((fd) => {
      close(fd);
      whenCollected(fd);
    });
  }

  /** The descriptor belongs to an object from now on. */
  own(owner: object, fd: number): void {
    this.#collected.register(owner, fd, owner);
    if (!isMainThread) addon.ownDescriptor(fd);
  }

  /** Takes that back: the owner has closed its descriptor, or given it away. */
  disown(owner: object, fd: number): void {
    this.#collected.unregister(owner);
    if (!isMainThread) addon.disownDescriptor(fd);
  }
}
