/**
 * The raw layer: one function for one system call, over integer descriptors and bytes.
 *
 * - A result is what the call returned, or `-errno`.
 * - A wrong argument is a TypeError or RangeError that names it, thrown before any system call.
 * - A call that may block takes a `timeout` in seconds. Left out, or negative, it is the plain call,
 *   which blocks if the descriptor does. `0` is the plain call on a non-blocking descriptor. Above 0
 *   it polls first and calls then, and gives {@link TIMED_OUT} when the time is up.
 * - A call that a signal interrupted carries on (PEP 475). `-EINTR` means that Ctrl-C or
 *   {@link interrupt} ended it.
 * - In a worker, a signal looks about ten times a second whether the worker has been terminated while
 *   a call blocks. Only a receive with MSG_WAITALL is left alone; it ends when its peer lets it.
 * - New descriptors are close-on-exec. Those that a worker makes are closed when it ends.
 * - A socket address is the bytes of a `sockaddr`: see {@link encodeAddress}.
 *
 * @module
 */

import { addon } from "./native.ts";

/** Bytes that a call reads or writes. */
export type ByteView = NodeJS.ArrayBufferView;

/** `[host, port]` of AF_INET, or `[host, port, flowinfo, scopeId]` of AF_INET6. */
export type InternetAddress = [host: string, port: number, flowinfo?: number, scopeId?: number];

/** One answer of {@link getaddrinfo}; the last element is the bytes of a `sockaddr`. */
export type RawAddressInfo = [
  family: number,
  type: number,
  protocol: number,
  canonname: string,
  address: Buffer,
];

/** The result of a call whose timeout has passed: `-ETIME`, where there is such an errno. */
export const TIMED_OUT: number = addon.TIMED_OUT;

/** The size of a `struct sockaddr_storage`, in bytes: room for any address. */
export const SOCKADDR_STORAGE_SIZE: number = addon.SOCKADDR_STORAGE_SIZE;

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

/** Receives into a range of a buffer: `recv(2)`. Gives the bytes received, 0 at the end. */
export const recv: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  timeout?: number,
) => number = addon.recv;

/** Sends a range of a buffer: `send(2)`. Gives the bytes taken, which may be fewer. */
export const send: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  timeout?: number,
) => number = addon.send;

/** Reads into a range of a buffer from any descriptor: `read(2)`. */
export const read: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  timeout?: number,
) => number = addon.read;

/** Writes a range of a buffer to any descriptor: `write(2)`. */
export const write: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  timeout?: number,
) => number = addon.write;

/** Sets an option to an int or to bytes: `setsockopt(2)`. */
export const setsockopt: (
  fd: number,
  level: number,
  option: number,
  value: number | ByteView,
) => number = addon.setsockopt;

/** Reads an option into `value`: `getsockopt(2)`. Gives the number of bytes that it took. */
export const getsockopt: (fd: number, level: number, option: number, value: ByteView) => number =
  addon.getsockopt;

/**
 * The bytes of a `sockaddr_in` or `sockaddr_in6`, by `inet_pton(3)`; null when the host is not a
 * numeric address of that family.
 */
export const encodeAddress: (
  family: number,
  host: string,
  port: number,
  flowinfo: number,
  scopeId: number,
) => Buffer | null = addon.encodeAddress;

/**
 * What the first `length` bytes of a `sockaddr` say, by `inet_ntop(3)`; null for a family that it
 * does not know, and for an address that is not there.
 */
export const decodeAddress: (address: ByteView, length: number) => InternetAddress | null =
  addon.decodeAddress;

/** A 16-bit number from host to network byte order: `byteorder(3)`. */
export const htons: (x: number) => number = addon.htons;
/** A 32-bit number from host to network byte order: `byteorder(3)`. */
export const htonl: (x: number) => number = addon.htonl;
/** A 16-bit number from network to host byte order: `byteorder(3)`. */
export const ntohs: (x: number) => number = addon.ntohs;
/** A 32-bit number from network to host byte order: `byteorder(3)`. */
export const ntohl: (x: number) => number = addon.ntohl;

/**
 * Looks up addresses: `getaddrinfo(3)`. A failure gives the EAI code, and for EAI_SYSTEM the errno,
 * which is EINTR after Ctrl-C or {@link interrupt}.
 */
export const getaddrinfo: (
  host: string | null,
  service: string | null,
  family: number,
  type: number,
  protocol: number,
  flags: number,
) => RawAddressInfo[] | { code: number; errno: number } = addon.getaddrinfo;

/** What an EAI code means: `gai_strerror(3)`. */
export const gai_strerror: (code: number) => string = addon.gai_strerror;

/** What an errno means: `strerror(3)`. */
export const strerror: (errno: number) => string = addon.strerror;

/** The backends that this system has, the best first: of epoll, kqueue, poll and select. */
export const multiplexerBackends: readonly string[] = addon.multiplexerBackends;

/**
 * Opens a multiplexer: `epoll_create1(2)`, `kqueue(2)`, or just its tables. Gives a number for the
 * functions below, which is never used a second time in its thread. It must be closed by hand.
 */
export const multiplexerOpen: (backend: string) => number = addon.multiplexerOpen;

/** Closes a multiplexer. */
export const multiplexerClose: (multiplexer: number) => number = addon.multiplexerClose;

/** The descriptor of an epoll or kqueue; −1 for poll and select. */
export const multiplexerFileno: (multiplexer: number) => number = addon.multiplexerFileno;

/** Watches a descriptor for events, 1 to read and 2 to write: `epoll_ctl(2)` ADD. */
export const multiplexerAdd: (multiplexer: number, fd: number, events: number) => number =
  addon.multiplexerAdd;

/** Watches a descriptor for other events: `epoll_ctl(2)` MOD. */
export const multiplexerModify: (multiplexer: number, fd: number, events: number) => number =
  addon.multiplexerModify;

/** Watches a descriptor no more: `epoll_ctl(2)` DEL. */
export const multiplexerRemove: (multiplexer: number, fd: number) => number =
  addon.multiplexerRemove;

/**
 * Waits: `epoll_wait(2)`, `kevent(2)`, `poll(2)`, `select(2)`. Fills `ready` with pairs of descriptor
 * and events and gives the number of pairs, 0 when the timeout (in seconds) has passed. What has no
 * room comes with the next wait.
 */
export const multiplexerWait: (multiplexer: number, ready: Int32Array, timeout?: number) => number =
  addon.multiplexerWait;

/**
 * Ends the blocking call that another thread is in, or else its next one, with `-EINTR`; in the
 * layers above that is KeyboardInterrupt. The number is that of `worker.threadId`. False when no
 * thread of that number has loaded this package.
 */
export const interrupt: (threadId: number) => boolean = addon.interrupt;
