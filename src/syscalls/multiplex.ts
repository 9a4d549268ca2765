import { nativeFunction, nativeValue } from "../thread/introduce.ts";
import { integer, registers, result, seconds } from "./registers.ts";

const nativeMultiplexerAdd: () => void = nativeFunction("multiplexerAdd");
const nativeMultiplexerModify: () => void = nativeFunction("multiplexerModify");
const nativeMultiplexerRemove: () => void = nativeFunction("multiplexerRemove");
const nativeMultiplexerWait: (ready: Int32Array) => void = nativeFunction("multiplexerWait");
const nativeMultiplexerFileno: () => void = nativeFunction("multiplexerFileno");
const nativeMultiplexerClose: () => void = nativeFunction("multiplexerClose");

/** The backends that this system has, the best first: of epoll, kqueue, poll and select. */
export const multiplexerBackends: readonly string[] = nativeValue("multiplexerBackends");

/**
 * Opens a multiplexer: `epoll_create1(2)`, `kqueue(2)`, or just its tables. Gives a number for the
 * functions below, which is never used a second time in its thread. It must be closed by hand.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_create1.2.html
 */
export const multiplexerOpen: (backend: string) => number = nativeFunction("multiplexerOpen");

/**
 * Closes a multiplexer, and its descriptor if it has one: `close(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/close.2.html
 */
export function multiplexerClose(multiplexer: number): number {
  registers[0] = integer(multiplexer, "multiplexerClose(): multiplexer");
  nativeMultiplexerClose();
  return result();
}

/** The descriptor of an epoll or kqueue; −1 for poll and select. */
export function multiplexerFileno(multiplexer: number): number {
  registers[0] = integer(multiplexer, "multiplexerFileno(): multiplexer");
  nativeMultiplexerFileno();
  return result();
}

/**
 * Watches a descriptor for events, 1 to read and 2 to write: `epoll_ctl(2)` ADD.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
 */
export function multiplexerAdd(multiplexer: number, fd: number, events: number): number {
  registers[0] = integer(multiplexer, "multiplexerAdd(): multiplexer");
  registers[1] = integer(fd, "multiplexerAdd(): fd");
  registers[2] = integer(events, "multiplexerAdd(): events");
  nativeMultiplexerAdd();
  return result();
}

/**
 * Watches a descriptor for other events: `epoll_ctl(2)` MOD.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
 */
export function multiplexerModify(multiplexer: number, fd: number, events: number): number {
  registers[0] = integer(multiplexer, "multiplexerModify(): multiplexer");
  registers[1] = integer(fd, "multiplexerModify(): fd");
  registers[2] = integer(events, "multiplexerModify(): events");
  nativeMultiplexerModify();
  return result();
}

/**
 * Watches a descriptor no more: `epoll_ctl(2)` DEL.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
 */
export function multiplexerRemove(multiplexer: number, fd: number): number {
  registers[0] = integer(multiplexer, "multiplexerRemove(): multiplexer");
  registers[1] = integer(fd, "multiplexerRemove(): fd");
  nativeMultiplexerRemove();
  return result();
}

/**
 * Waits: `epoll_wait(2)`, `kevent(2)`, `poll(2)`, `select(2)`. Fills `ready` with pairs of descriptor
 * and events and gives the number of pairs, 0 when the timeout (in seconds) has passed. What has no
 * room comes with the next wait.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_wait.2.html
 */
export function multiplexerWait(multiplexer: number, ready: Int32Array, timeout = -1): number {
  registers[0] = integer(multiplexer, "multiplexerWait(): multiplexer");
  registers[2] = seconds(timeout, "multiplexerWait(): timeout");
  nativeMultiplexerWait(ready);
  return result();
}
