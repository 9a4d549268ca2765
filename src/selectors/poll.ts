import { BaseSelector } from "./base.ts";
import type { FileObject } from "./key.ts";

/**
 * A selector over `poll(2)`. It has no limit on descriptors, but checks all of them in each call.
 *
 * @see https://man7.org/linux/man-pages/man2/poll.2.html
 */
export class PollSelector<
  Data = unknown,
  Fileobj extends FileObject = FileObject,
> extends BaseSelector<Data, Fileobj> {
  constructor() {
    super("poll");
  }
}
