import type { BaseSelector, SelectorClass } from "./base.ts";
import { EpollSelector } from "./epoll.ts";
import type { FileObject } from "./key.ts";
import { KqueueSelector } from "./kqueue.ts";
import { PollSelector } from "./poll.ts";
import { SelectSelector } from "./select.ts";

// A sandbox may refuse what the headers promised, so each is tried.
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

/** The best selector that works here: the class of epoll, kqueue, poll or select. */
export const DefaultSelector: SelectorClass = best();
export type DefaultSelector<Data = unknown, Fileobj extends FileObject = FileObject> = BaseSelector<
  Data,
  Fileobj
>;
