import { nativeFunction, nativeFunctionIfPresent } from "../thread/introduce.ts";

/**
 * Waits for descriptors of three lists: `select(2)`. Gives how many are ready in all, 0 when the
 * timeout (in seconds) has passed; those of the lists that are not ready become −1. The lists are
 * three different arrays; a descriptor of FD_SETSIZE or above is refused.
 *
 * @see https://man7.org/linux/man-pages/man2/select.2.html
 */
export const select: (
  readers: Int32Array,
  writers: Int32Array,
  exceptional: Int32Array,
  timeout?: number,
) => number = nativeFunction("select");

/**
 * Waits for events of many descriptors: `poll(2)`. `fds` is the memory of the structures, eight bytes
 * each: an int32 of the descriptor, an int16 of the events asked for, an int16 in which poll puts
 * those that came. Gives how many are ready, 0 when the timeout has passed, which is in seconds here.
 *
 * @see https://man7.org/linux/man-pages/man2/poll.2.html
 */
export const poll: (fds: Int32Array, timeout?: number) => number = nativeFunction("poll");

/**
 * Makes an epoll: `epoll_create1(2)`. Gives its descriptor. Undefined where there is none.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_create.2.html
 */
export const epoll_create1: ((flags: number) => number) | undefined =
  nativeFunctionIfPresent("epoll_create1");

/**
 * Adds, changes or deletes a descriptor of an epoll: `epoll_ctl(2)`. The data of its events is the
 * descriptor. `events` may be negative, as a mask with EPOLLET is after JavaScript's `|`.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
 */
export const epoll_ctl:
  ((epfd: number, operation: number, fd: number, events: number) => number) | undefined =
  nativeFunctionIfPresent("epoll_ctl");

/**
 * Waits for the events of an epoll: `epoll_wait(2)`. Fills `ready` with pairs of descriptor and
 * events, as signed numbers, and gives the number of pairs; 0 when the timeout (in seconds) has
 * passed.
 *
 * @see https://man7.org/linux/man-pages/man2/epoll_wait.2.html
 */
export const epoll_wait:
  ((epfd: number, ready: Int32Array, timeout?: number) => number) | undefined =
  nativeFunctionIfPresent("epoll_wait");

/**
 * Makes a kernel event queue: `kqueue(2)`. Gives its descriptor. Undefined where there is none.
 *
 * @see https://man.freebsd.org/cgi/man.cgi?query=kqueue
 */
export const kqueue: (() => number) | undefined = nativeFunctionIfPresent("kqueue");

/**
 * Changes what a kqueue watches, then waits for events: `kevent(2)`. An event is six elements: ident,
 * filter, flags, fflags, data, udata. Fills `events` and gives their number; 0 when the timeout (in
 * seconds) has passed. Without room for events it does not wait.
 *
 * @see https://man.freebsd.org/cgi/man.cgi?query=kevent
 */
export const kevent:
  | ((
      kq: number,
      changes: Float64Array | null,
      events: Float64Array | null,
      timeout?: number,
    ) => number)
  | undefined = nativeFunctionIfPresent("kevent");
