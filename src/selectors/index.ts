/**
 * I/O multiplexing with the meaning of CPython's `selectors` module:
 * https://docs.python.org/3/library/selectors.html
 *
 * `EpollSelector` is undefined outside Linux, `KqueueSelector` on Linux. `DevpollSelector`, which
 * Solaris alone has, is not here.
 *
 * @module
 */

export { BaseSelector, type SelectorClass } from "./base.ts";
export { DefaultSelector } from "./default.ts";
// By a star, for TypeScript narrows `selectors.EpollSelector !== undefined` only for what has no
// other name.
export * from "./epoll.ts";
export { EVENT_READ, EVENT_WRITE, type FileObject, SelectorKey } from "./key.ts";
export * from "./kqueue.ts";
export type { SelectorMapping } from "./mapping.ts";
export { PollSelector } from "./poll.ts";
export { SelectSelector } from "./select.ts";
