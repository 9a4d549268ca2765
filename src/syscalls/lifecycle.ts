import { nativeFunction } from "../thread/introduce.ts";
import type { DecodedAddress } from "./address.ts";
import type { ByteView } from "./common.ts";
import { integer, registers, result, seconds } from "./registers.ts";

const nativeAccept: () => DecodedAddress | null | undefined = nativeFunction("accept");

/**
 * Makes a socket: `socket(2)`. Gives its descriptor.
 *
 * @see https://man7.org/linux/man-pages/man2/socket.2.html
 */
export const socket: (family: number, type: number, proto: number) => number =
  nativeFunction("socket");

/**
 * Makes two sockets that are connected to each other: `socketpair(2)`. Writes their descriptors to
 * the first two elements of `fds`.
 *
 * @see https://man7.org/linux/man-pages/man2/socketpair.2.html
 */
export const socketpair: (family: number, type: number, proto: number, fds: Int32Array) => number =
  nativeFunction("socketpair");

/**
 * Gives a socket its own address: `bind(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/bind.2.html
 */
export const bind: (fd: number, address: ByteView) => number = nativeFunction("bind");

/**
 * Makes a socket accept connections, with a queue of `backlog`: `listen(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/listen.2.html
 */
export const listen: (fd: number, backlog: number) => number = nativeFunction("listen");

/**
 * Takes a connection from a listener's queue: `accept4(2)`. Gives its descriptor, writes the peer's
 * address to `address` and its true length to `addressLength[0]`. `flags` may be SOCK_NONBLOCK.
 *
 * @see https://man7.org/linux/man-pages/man2/accept4.2.html
 */
export const accept4: (
  fd: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
  flags: number,
  timeout?: number,
) => number = nativeFunction("accept4");

/**
 * Takes a connection from a listener's queue and decodes the peer's address: `accept4(2)`. Returns
 * the descriptor, or −errno, and what {@link decodeAddress} makes of the address; null after a
 * failure.
 *
 * @see https://man7.org/linux/man-pages/man2/accept4.2.html
 */
export function accept(
  fd: number,
  flags: number,
  timeout = -1,
): [fd: number, address: DecodedAddress | null] {
  registers[0] = integer(fd, "accept(): fd");
  registers[1] = integer(flags, "accept(): flags");
  registers[2] = seconds(timeout, "accept(): timeout");
  const address = nativeAccept() ?? null;
  return [result(), address];
}

/**
 * Connects a socket: `connect(2)`. With a timeout it waits for the outcome in poll, and reads it
 * from SO_ERROR; without one it does so only after a signal, for the kernel goes on connecting.
 *
 * @see https://man7.org/linux/man-pages/man2/connect.2.html
 */
export const connect: (fd: number, address: ByteView, timeout?: number) => number =
  nativeFunction("connect");

/**
 * Shuts down one direction or both: `shutdown(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/shutdown.2.html
 */
export const shutdown: (fd: number, how: number) => number = nativeFunction("shutdown");

/**
 * A socket's own address, written as by {@link accept4}: `getsockname(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/getsockname.2.html
 */
export const getsockname: (
  fd: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
) => number = nativeFunction("getsockname");

/**
 * The address of a socket's peer, written as by {@link accept4}: `getpeername(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/getpeername.2.html
 */
export const getpeername: (
  fd: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
) => number = nativeFunction("getpeername");
