import { addon } from "../native.ts";

/** The backends that this system has, the best first: of epoll, kqueue, poll and select. */
export const multiplexerBackends: readonly string[] = addon.multiplexerBackends;

/**
 * Opens a multiplexer: `epoll_create1(2)`, `kqueue(2)`, or just its tables. Gives a number for the
 * functions below, which is never used a second time in its thread. It must be closed by hand.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_create1.2.html
 */
export const multiplexerOpen: (backend: string) => number = addon.multiplexerOpen;

/**
 * Closes a multiplexer, and its descriptor if it has one: `close(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/close.2.html
 */
export const multiplexerClose: (multiplexer: number) => number = addon.multiplexerClose;

/** The descriptor of an epoll or kqueue; −1 for poll and select. */
export const multiplexerFileno: (multiplexer: number) => number = addon.multiplexerFileno;

/**
 * Watches a descriptor for events, 1 to read and 2 to write: `epoll_ctl(2)` ADD.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
 */
export const multiplexerAdd: (multiplexer: number, fd: number, events: number) => number =
  addon.multiplexerAdd;

/**
 * Watches a descriptor for other events: `epoll_ctl(2)` MOD.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
 */
export const multiplexerModify: (multiplexer: number, fd: number, events: number) => number =
  addon.multiplexerModify;

/**
 * Watches a descriptor no more: `epoll_ctl(2)` DEL.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
 */
export const multiplexerRemove: (multiplexer: number, fd: number) => number =
  addon.multiplexerRemove;

/**
 * Waits: `epoll_wait(2)`, `kevent(2)`, `poll(2)`, `select(2)`. Fills `ready` with pairs of descriptor
 * and events and gives the number of pairs, 0 when the timeout (in seconds) has passed. What has no
 * room comes with the next wait.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_wait.2.html
 */
export const multiplexerWait: (multiplexer: number, ready: Int32Array, timeout?: number) => number =
  addon.multiplexerWait;
