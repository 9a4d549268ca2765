/**
 * Waiting for I/O with the meaning of CPython's `select` module:
 * https://docs.python.org/3/library/select.html
 *
 * What an operating system lacks is `undefined`: `epoll` outside Linux; `kqueue` and `kevent` on
 * Linux. `devpoll`, which Solaris alone has, is not here.
 *
 * @module
 */

export { OSError as error } from "../errors.ts";
export type { FileObject } from "../fileobjects/file-object.ts";
export * from "./constants.ts";
// By a star, for TypeScript narrows `select.epoll !== undefined` only for what has no other name.
export * from "./epoll.ts";
export { type Kevent, kevent, type KeventFunction } from "./kevent.ts";
export * from "./kqueue.ts";
export { Poll, poll } from "./poll.ts";
export { select } from "./select.ts";
