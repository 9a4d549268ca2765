import { addon } from "../native.ts";
import type { ByteView } from "./common.ts";

/** Makes a socket: `socket(2)`. Gives its descriptor. */
export const socket: (family: number, type: number, protocol: number) => number = addon.socket;

/** Gives a socket its own address: `bind(2)`. */
export const bind: (fd: number, address: ByteView) => number = addon.bind;

/** Makes a socket accept connections, with a queue of `backlog`: `listen(2)`. */
export const listen: (fd: number, backlog: number) => number = addon.listen;

/**
 * Takes a connection from a listener's queue: `accept4(2)`. Gives its descriptor, writes the peer's
 * address to `address` and its true length to `addressLength[0]`. `flags` may be SOCK_NONBLOCK.
 */
export const accept4: (
  fd: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
  flags: number,
  timeout?: number,
) => number = addon.accept4;

/**
 * Connects a socket: `connect(2)`. With a timeout it waits for the outcome in poll, and reads it
 * from SO_ERROR; without one it does so only after a signal, for the kernel goes on connecting.
 */
export const connect: (fd: number, address: ByteView, timeout?: number) => number = addon.connect;

/** Shuts down one direction or both: `shutdown(2)`. */
export const shutdown: (fd: number, how: number) => number = addon.shutdown;

/** Closes a descriptor: `close(2)`. Never retried. */
export const close: (fd: number) => number = addon.close;

/** Leaves a socket that this worker made open when the worker ends: another thread has it now. */
export const disownDescriptor: (fd: number) => void = addon.disownDescriptor;

/** A socket's own address, written as by {@link accept4}: `getsockname(2)`. */
export const getsockname: (
  fd: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
) => number = addon.getsockname;

/** The address of a socket's peer, written as by {@link accept4}: `getpeername(2)`. */
export const getpeername: (
  fd: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
) => number = addon.getpeername;

/** Sets or clears O_NONBLOCK: `ioctl(2)` FIONBIO. */
export const setBlocking: (fd: number, blocking: boolean) => number = addon.setBlocking;

/** 1 when the descriptor blocks, 0 when O_NONBLOCK is set: `fcntl(2)` F_GETFL. */
export const getBlocking: (fd: number) => number = addon.getBlocking;
