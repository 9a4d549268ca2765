import { BaseSelector, isAvailable } from "./base.ts";
import type { FileObject } from "./key.ts";

/**
 * A selector over `kqueue(2)`. It has no limit on descriptors, and finds the ready ones without
 * checking the others.
 *
 * @see https://man.freebsd.org/cgi/man.cgi?query=kqueue
 */
export interface KqueueSelector<
  Data = unknown,
  Fileobj extends FileObject = FileObject,
> extends BaseSelector<Data, Fileobj> {
  /** Returns the descriptor of the kqueue itself. */
  fileno(): number;
}

type KqueueSelectorClass = new <
  Data = unknown,
  Fileobj extends FileObject = FileObject,
>() => KqueueSelector<Data, Fileobj>;

/** The class of selectors over `kqueue(2)`; undefined if the system has no kqueue. */
export const KqueueSelector: KqueueSelectorClass | undefined = isAvailable("kqueue")
  ? class KqueueSelector<Data, Fileobj extends FileObject> extends BaseSelector<Data, Fileobj> {
      constructor() {
        super("kqueue");
      }

      fileno(): number {
        return this.multiplexerFileno();
      }
    }
  : undefined;
