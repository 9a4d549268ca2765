import { BaseSelector, isAvailable } from "./base.ts";
import type { FileObject } from "./key.ts";

/**
 * A selector over `epoll(7)`. It has no limit on descriptors, and finds the ready ones without
 * checking the others.
 *
 * @see https://man7.org/linux/man-pages/man7/epoll.7.html
 */
export interface EpollSelector<
  Data = unknown,
  Fileobj extends FileObject = FileObject,
> extends BaseSelector<Data, Fileobj> {
  /** Returns the descriptor of the epoll itself. */
  fileno(): number;
}

type EpollSelectorClass = new <
  Data = unknown,
  Fileobj extends FileObject = FileObject,
>() => EpollSelector<Data, Fileobj>;

/** The class of selectors over `epoll(7)`; undefined if the system has no epoll. */
export const EpollSelector: EpollSelectorClass | undefined = isAvailable("epoll")
  ? class EpollSelector<Data, Fileobj extends FileObject> extends BaseSelector<Data, Fileobj> {
      constructor() {
        super("epoll");
      }

      fileno(): number {
        return this.multiplexerFileno();
      }
    }
  : undefined;
