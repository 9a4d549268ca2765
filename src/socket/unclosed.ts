import { OwnedDescriptors } from "../owned-descriptors.ts";

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
export function own(owner: object, fd: number): void {
  sockets.own(owner, fd);
}

/** Takes that back: the owner has closed its descriptor, or given it away. */
export function disown(owner: object, fd: number): void {
  sockets.disown(owner, fd);
}
