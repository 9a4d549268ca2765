/**
 * Waiting for I/O with the meaning of CPython's `select` module:
 * https://docs.python.org/3/library/select.html
 *
 * Names that the operating system lacks are `undefined`: `epoll` outside Linux; `kqueue` and
 * `kevent` on Linux. `devpoll`, which only Solaris has, is missing.
 *
 * @module
 */

export { OSError as error } from "../errors.ts";
export type { FileObject } from "../fileobjects/file-object.ts";
export * from "./constants.ts";
// With a star, because TypeScript narrows `select.epoll !== undefined` only for unrenamed exports.
export * from "./epoll.ts";
export { type Kevent, kevent, type KeventFunction } from "./kevent.ts";
export * from "./kqueue.ts";
export { Poll, poll } from "./poll.ts";
export { select } from "./select.ts";
