import { isMainThread } from "node:worker_threads";

import { disownDescriptor } from "../syscalls/index.ts";
import { nativeFunction } from "../thread/introduce.ts";
import type { HeldDescriptor } from "./held.ts";

/** Closes a descriptor when this thread ends. */
const ownDescriptor: (fd: number) => void = nativeFunction("ownDescriptor");

/**
 * Closes the descriptors of objects that are garbage-collected unclosed; in a worker also when the
 * worker ends, which can happen without running any JavaScript.
 */
export class OwnedDescriptors {
  readonly #collected: FinalizationRegistry<HeldDescriptor>;

  /** Calls `whenCollected` with each descriptor closed for a collected object. */
  constructor(whenCollected: (fd: number) => void = () => undefined) {
    this.#collected = new FinalizationRegistry((held) => {
      const { fd } = held;
      held.close();
      if (fd !== -1) whenCollected(fd);
    });
  }

  /** Makes an object the owner of a descriptor. */
  own(owner: object, held: HeldDescriptor): void {
    this.ownMade(owner, held);
    if (!isMainThread) ownDescriptor(held.fd);
  }

  /**
   * Like `own`, for a descriptor that this thread opened: the addon already closes it with the
   * thread.
   */
  ownMade(owner: object, held: HeldDescriptor): void {
    this.#collected.register(owner, held, owner);
  }

  /** Undoes that: the owner is about to close its descriptor, or gives it away. */
  disown(owner: object, held: HeldDescriptor): void {
    this.#collected.unregister(owner);
    const { fd } = held;
    if (!isMainThread && fd !== -1) disownDescriptor(fd);
  }
}
