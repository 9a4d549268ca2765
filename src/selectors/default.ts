import type { BaseSelector, SelectorClass } from "./base.ts";
import { EpollSelector } from "./epoll.ts";
import type { FileObject } from "./key.ts";
import { KqueueSelector } from "./kqueue.ts";
import { PollSelector } from "./poll.ts";
import { SelectSelector } from "./select.ts";

// Try each: a sandbox may refuse a system call that the headers have.
function best(): SelectorClass {
  for (const Selector of [EpollSelector, KqueueSelector, PollSelector]) {
    if (Selector !== undefined && works(Selector)) return Selector;
  }
  return SelectSelector;
}

function works(Selector: SelectorClass): boolean {
  try {
    new Selector().close();
    return true;
  } catch {
    return false;
  }
}

/** The best selector that works on this system: that of epoll, kqueue, poll or select. */
export const DefaultSelector: SelectorClass = best();
export type DefaultSelector<Data = unknown, Fileobj extends FileObject = FileObject> = BaseSelector<
  Data,
  Fileobj
>;
