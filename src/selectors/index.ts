/**
 * I/O multiplexing with the meaning of CPython's `selectors` module:
 * https://docs.python.org/3/library/selectors.html
 *
 * `EpollSelector` is undefined outside Linux, `KqueueSelector` on Linux. `DevpollSelector`, which
 * only Solaris has, is missing.
 *
 * @module
 */

export { BaseSelector, type SelectorClass } from "./base.ts";
export { DefaultSelector } from "./default.ts";
// With a star, because TypeScript narrows `selectors.EpollSelector !== undefined` only for
// unrenamed exports.
export * from "./epoll.ts";
export { EVENT_READ, EVENT_WRITE, type FileObject, SelectorKey } from "./key.ts";
export * from "./kqueue.ts";
export type { SelectorMapping } from "./mapping.ts";
export { PollSelector } from "./poll.ts";
export { SelectSelector } from "./select.ts";
