import { BaseSelector, isAvailable } from "./base.ts";
import type { FileObject } from "./key.ts";

/**
 * A selector over `kqueue(2)`. It takes descriptors of any number, and finds what is ready without looking
 * at the rest.
 *
 * @see https://man.freebsd.org/cgi/man.cgi?query=kqueue
 */
export interface KqueueSelector<
  Data = unknown,
  Fileobj extends FileObject = FileObject,
> extends BaseSelector<Data, Fileobj> {
  /** The descriptor of the kqueue itself. */
  fileno(): number;
}

type KqueueSelectorClass = new <
  Data = unknown,
  Fileobj extends FileObject = FileObject,
>() => KqueueSelector<Data, Fileobj>;

/** The class of selectors over `kqueue(2)`; undefined where the system has none. */
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
