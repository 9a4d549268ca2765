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
export type { FileObject } from "../file-object.ts";
export * from "./constants.ts";
export { type Epoll, epoll, type EpollFunction } from "./epoll.ts";
export { type Kevent, kevent, type KeventFunction } from "./kevent.ts";
export { type Kqueue, kqueue, type KqueueFunction } from "./kqueue.ts";
export { Poll, poll } from "./poll.ts";
export { select } from "./select.ts";
