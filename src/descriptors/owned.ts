import { isMainThread } from "node:worker_threads";

import { disownDescriptor } from "../syscalls/index.ts";
import { nativeFunction } from "../thread/introduce.ts";
import type { HeldDescriptor } from "./held.ts";

/** Has a descriptor closed when this thread ends. */
const ownDescriptor: (fd: number) => void = nativeFunction("ownDescriptor");

/**
 * Closes the descriptors of objects that are garbage-collected unclosed; and, in a worker, when the
 * worker ends, which no JavaScript may see.
 */
export class OwnedDescriptors {
  readonly #collected: FinalizationRegistry<HeldDescriptor>;

  /** `whenCollected` is told of each descriptor that the garbage collector had closed. */
  constructor(whenCollected: (fd: number) => void = () => undefined) {
    this.#collected = new FinalizationRegistry((held) => {
      const { fd } = held;
      held.close();
      if (fd !== -1) whenCollected(fd);
    });
  }

  /** The descriptor belongs to an object from now on. */
  own(owner: object, held: HeldDescriptor): void {
    this.ownMade(owner, held);
    if (!isMainThread) ownDescriptor(held.fd);
  }

  /** Like `own`, for one that a call of this thread has made: the addon closes it with the thread. */
  ownMade(owner: object, held: HeldDescriptor): void {
    this.#collected.register(owner, held, owner);
  }

  /** Takes that back: the owner is about to close its descriptor, or gives it away. */
  disown(owner: object, held: HeldDescriptor): void {
    this.#collected.unregister(owner);
    const { fd } = held;
    if (!isMainThread && fd !== -1) disownDescriptor(fd);
  }
}
