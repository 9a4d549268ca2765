import { nativeFunction } from "../thread/introduce.ts";

/**
 * Closes a descriptor: `close(2)`. Never retried.
 *
 * @see https://man7.org/linux/man-pages/man2/close.2.html
 */
export const close: (fd: number) => number = nativeFunction("close");

/**
 * Gives a second descriptor for the same thing, close-on-exec: `fcntl(2)` F_DUPFD_CLOEXEC.
 *
 * @see https://man7.org/linux/man-pages/man2/fcntl.2.html
 */
export const dup: (fd: number) => number = nativeFunction("dup");

/** Leaves a socket that this worker made open when the worker ends: another thread has it now. */
export const disownDescriptor: (fd: number) => void = nativeFunction("disownDescriptor");

/**
 * Sets or clears O_NONBLOCK: `ioctl(2)` FIONBIO.
 *
 * @see https://man7.org/linux/man-pages/man2/ioctl.2.html
 */
export const setBlocking: (fd: number, blocking: boolean) => number = nativeFunction("setBlocking");

/**
 * 1 when the descriptor blocks, 0 when O_NONBLOCK is set: `fcntl(2)` F_GETFL.
 *
 * @see https://man7.org/linux/man-pages/man2/fcntl.2.html
 */
export const getBlocking: (fd: number) => number = nativeFunction("getBlocking");

/**
 * Has a descriptor stay open in programs that are executed, or not: `ioctl(2)` FIONCLEX, FIOCLEX.
 *
 * @see https://man7.org/linux/man-pages/man2/ioctl.2.html
 */
export const setInheritable: (fd: number, inheritable: boolean) => number =
  nativeFunction("setInheritable");

/**
 * 1 when the descriptor stays open in programs that are executed, 0 if not: `fcntl(2)` F_GETFD.
 *
 * @see https://man7.org/linux/man-pages/man2/fcntl.2.html
 */
export const getInheritable: (fd: number) => number = nativeFunction("getInheritable");
