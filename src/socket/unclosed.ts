import type { HeldDescriptor } from "../descriptors/held.ts";
import { OwnedDescriptors } from "../descriptors/owned.ts";

const sockets = new OwnedDescriptors((fd) => {
  // No warning in a program that is about to end: the kernel closes its descriptors.
  setImmediate(() => {
    process.emitWarning(`unclosed socket, fd ${fd}`, "ResourceWarning");
  }).unref();
});

/**
 * Closes a descriptor, with a warning, if its owner is garbage-collected unclosed; in a worker also
 * when the worker ends, which can happen without running any JavaScript.
 */
export function own(owner: object, held: HeldDescriptor): void {
  sockets.own(owner, held);
}

/**
 * The same for a descriptor that this thread opened: the addon already closes it with the thread.
 */
export function ownMade(owner: object, held: HeldDescriptor): void {
  sockets.ownMade(owner, held);
}

/** Undoes {@link own}: the owner has closed its descriptor, or given it away. */
export function disown(owner: object, held: HeldDescriptor): void {
  sockets.disown(owner, held);
}
