import type { HeldDescriptor } from "../descriptors/held.ts";
import { OwnedDescriptors } from "../descriptors/owned.ts";

const sockets = new OwnedDescriptors((fd) => {
  // A program that is about to end has nothing to mend: the kernel closes all it has.
  setImmediate(() => {
    process.emitWarning(`unclosed socket, fd ${fd}`, "ResourceWarning");
  }).unref();
});

/**
 * Has a descriptor closed, with a warning, when its owner is garbage-collected unclosed; and, in a
 * worker, when the worker ends, which no JavaScript may see.
 */
export function own(owner: object, held: HeldDescriptor): void {
  sockets.own(owner, held);
}

/** The same for one that a call of this thread has made: the addon knows of it already. */
export function ownMade(owner: object, held: HeldDescriptor): void {
  sockets.ownMade(owner, held);
}

/** Takes that back: the owner has closed its descriptor, or given it away. */
export function disown(owner: object, held: HeldDescriptor): void {
  sockets.disown(owner, held);
}
