import { inspect } from "node:util";

import { outOfRange, typeName, wrongType } from "../argument-errors.ts";
import { EAGAIN, EBADF, ECONNRESET, EINTR } from "../errno.ts";
import { type ErrorDetails, errorOf, OSError, TimeoutError } from "../errors.ts";
import { repr } from "../python/repr.ts";
import * as syscalls from "../syscalls/index.ts";
import type { ByteView } from "../syscalls/index.ts";
import {
  type Address,
  addressBytes,
  addressLength,
  type AddressResult,
  fromSockaddr,
  toSockaddr,
} from "./address.ts";
import { AF_INET, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM, SOMAXCONN } from "./constants.ts";
import { receive } from "./receive-memory.ts";
import { checkTimeout, getdefaulttimeout, rawTimeout, type Timeout } from "./timeout.ts";
import { disown, own } from "./unclosed.ts";

const TYPE_FLAGS = (SOCK_CLOEXEC ?? 0) | (SOCK_NONBLOCK ?? 0);
const LONGEST_OPTION = 1024;

/**
 * A socket: a descriptor with its family and type, and a timeout.
 *
 * Made by {@link socket}. Each method is one system call; a blocking one blocks the thread. Timeouts
 * are in seconds. A failed call is an OSError with `errno`, `code` and `syscall`; a call after
 * {@link Socket.close} fails with EBADF.
 *
 * With `using s = socket.socket(…)` it is closed at the end of the block. One that is left to the
 * garbage collector is closed then, with a ResourceWarning.
 */
export class Socket implements Disposable {
  /** The address family: an AF_ constant. */
  readonly family: number;
  /** The socket type: a SOCK_ constant. */
  readonly type: number;
  /** The protocol: 0, or an IPPROTO_ constant. */
  readonly proto: number;
  #fd: number;
  #timeout: number;

  /** Takes over a descriptor that is open. */
  constructor(fd: number, family: number, type: number, proto: number, timeout: Timeout) {
    for (const number of [fd, family, type, proto]) checkInteger(number, "Socket");
    if (fd < 0) throw outOfRange(`Socket(): fd must not be negative, but is ${fd}`);
    checkTimeout(timeout);
    this.#fd = fd;
    this.family = family;
    this.type = type & ~TYPE_FLAGS;
    this.proto = proto;
    this.#timeout = rawTimeout(timeout);
    own(this, fd);
  }

  /** The descriptor; −1 after {@link Socket.close} and {@link Socket.detach}. */
  fileno(): number {
    return this.#fd;
  }

  /**
   * Gives the socket an address: `bind(2)`. Port 0 lets the kernel choose one.
   *
   * @param address - `[host, port]`, or `[host, port, flowinfo, scopeid]` for AF_INET6; the host `""`
   *   means all interfaces
   * @throws OSError EADDRINUSE, EADDRNOTAVAIL, EACCES, …; gaierror for a name that is unknown
   * @see https://man7.org/linux/man-pages/man2/bind.2.html
   */
  bind(address: Address): void {
    const fd = this.#open("bind");
    const sockaddr = toSockaddr(this.family, address, "bind");
    check(syscalls.bind(fd, sockaddr), "bind", address);
  }

  /**
   * Lets the socket accept connections: `listen(2)`.
   *
   * @param backlog - how many connections may wait to be accepted; below 0 counts as 0
   * @see https://man7.org/linux/man-pages/man2/listen.2.html
   */
  listen(backlog: number = Math.min(SOMAXCONN, 128)): void {
    checkInteger(backlog, "listen");
    check(syscalls.listen(this.#open("listen"), Math.max(backlog, 0)), "listen");
  }

  /**
   * Takes the next connection: `accept4(2)`. Waits for one, as the timeout says. The new socket has
   * the default timeout, not this one's.
   *
   * @returns the connection's socket and the peer's address
   * @throws BlockingIOError when there is none and the timeout is 0; TimeoutError; OSError EMFILE, …
   * @see https://man7.org/linux/man-pages/man2/accept.2.html
   */
  accept(): [Socket, AddressResult] {
    const timeout = getdefaulttimeout();
    const flags = timeout === null ? 0 : (SOCK_NONBLOCK ?? 1);
    const fd = syscalls.accept4(
      this.#open("accept"),
      addressBytes,
      addressLength,
      flags,
      this.#timeout,
    );
    if (fd < 0) throw errorOf(fd, { syscall: "accept" });
    const accepted = new Socket(fd, this.family, this.type, this.proto, timeout);
    return [accepted, fromSockaddr()];
  }

  /**
   * Connects to an address: `connect(2)`.
   *
   * @throws ConnectionRefusedError; TimeoutError; BlockingIOError (EINPROGRESS) when the timeout is 0:
   *   the socket is writable when the connection is there or has failed, and SO_ERROR tells which;
   *   gaierror for a name that is unknown
   * @see https://man7.org/linux/man-pages/man2/connect.2.html
   */
  connect(address: Address): void {
    check(this.#connect(address), "connect", address);
  }

  /**
   * As {@link Socket.connect}, but gives the errno, 0 for success; EAGAIN when the timeout has passed.
   * A wrong argument and an unknown name are still thrown.
   */
  connect_ex(address: Address): number {
    if (this.#fd === -1) return EBADF;
    const result = this.#connect(address);
    if (result >= 0) return 0;
    const error = errorOf(result);
    if (error instanceof TimeoutError && error.errno === null) return EAGAIN;
    if (error instanceof OSError) return -result;
    throw error;
  }

  #connect(address: Address): number {
    const fd = this.#open("connect");
    return syscalls.connect(fd, toSockaddr(this.family, address, "connect"), this.#timeout);
  }

  /**
   * Receives at most `bufsize` bytes: `recv(2)`. Gives what has arrived, which may be less; an empty
   * Buffer is the end of the stream.
   *
   * @param flags - MSG_ constants
   * @throws BlockingIOError when nothing has arrived and the timeout is 0; TimeoutError;
   *   ConnectionResetError, …
   * @see https://man7.org/linux/man-pages/man2/recv.2.html
   */
  recv(bufsize: number, flags = 0): Buffer {
    checkSize(bufsize, "recv");
    const result = receive(this.#open("recv"), bufsize, flags, this.#timeout);
    if (typeof result === "number") throw errorOf(result, { syscall: "recv" });
    return result;
  }

  /**
   * Receives into memory of the caller's: `recv(2)`. Gives the number of bytes, 0 at the end.
   *
   * @param buffer - any typed array or DataView
   * @param nbytes - how many bytes at most; 0 means as many as the buffer holds
   * @see https://man7.org/linux/man-pages/man2/recv.2.html
   */
  recv_into(buffer: ByteView, nbytes = 0, flags = 0): number {
    const capacity = byteLength(buffer);
    checkSize(nbytes, "recv_into");
    if (nbytes > capacity) throw outOfRange("nbytes is greater than the length of the buffer");
    const size = nbytes === 0 ? capacity : nbytes;
    const fd = this.#open("recv");
    // As CPython does: the kernel would wait, or throw a datagram away.
    if (size === 0) return 0;
    const result = syscalls.recv(fd, buffer, 0, size, flags, this.#timeout);
    if (result < 0) throw errorOf(result, { syscall: "recv" });
    return result;
  }

  /**
   * Sends bytes: `send(2)`. Gives how many the kernel took, which may be fewer than there are.
   *
   * @param flags - MSG_ constants
   * @throws BlockingIOError when the send buffer is full and the timeout is 0; TimeoutError;
   *   BrokenPipeError, ConnectionResetError, …
   * @see https://man7.org/linux/man-pages/man2/send.2.html
   */
  send(data: ByteView, flags = 0): number {
    const length = byteLength(data);
    const result = syscalls.send(this.#open("send"), data, 0, length, flags, this.#timeout);
    if (result < 0) throw errorOf(result, { syscall: "send" });
    return result;
  }

  /**
   * Sends all of the bytes: `send(2)`, as often as it takes. The timeout covers the whole call. After
   * an error there is no telling how much was sent.
   */
  sendall(data: ByteView, flags = 0): void {
    const length = byteLength(data);
    const deadline = this.#timeout > 0 ? performance.now() + this.#timeout * 1000 : 0;
    let timeout = this.#timeout;
    for (let sent = 0; ;) {
      const fd = this.#open("send");
      const result = syscalls.send(fd, data, sent, length - sent, flags, timeout);
      if (result < 0) throw errorOf(result, { syscall: "send" });
      sent += result;
      if (sent >= length) return;
      if (deadline === 0) continue;
      timeout = (deadline - performance.now()) / 1000;
      if (timeout <= 0) throw new TimeoutError(null, "timed out", { syscall: "send" });
    }
  }

  /**
   * Shuts down one direction or both: `shutdown(2)`.
   *
   * @param how - SHUT_RD, SHUT_WR or SHUT_RDWR
   * @see https://man7.org/linux/man-pages/man2/shutdown.2.html
   */
  shutdown(how: number): void {
    check(syscalls.shutdown(this.#open("shutdown"), how), "shutdown");
  }

  /**
   * Closes the descriptor: `close(2)`. A second time does nothing.
   *
   * @throws OSError EBADF when somebody else has closed the descriptor
   * @see https://man7.org/linux/man-pages/man2/close.2.html
   */
  close(): void {
    const fd = this.detach();
    if (fd === -1) return;
    const result = syscalls.close(fd);
    // The descriptor is closed all the same.
    const isClosed = result >= 0 || result === -ECONNRESET || result === -EINTR;
    if (!isClosed) throw errorOf(result, { syscall: "close" });
  }

  /** Gives up the descriptor without closing it; −1 when there is none any more. */
  detach(): number {
    const fd = this.#fd;
    this.#fd = -1;
    if (fd !== -1) disown(this, fd);
    return fd;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * Reads an option: `getsockopt(2)`.
   *
   * @param level - SOL_SOCKET or an IPPROTO_ constant
   * @param optname - SO_, IP_, TCP_ … constants
   * @param buflen - 0 for an option that is an int; otherwise the most bytes to read, up to 1024
   * @returns the int, or the bytes as the kernel gives them
   * @see https://man7.org/linux/man-pages/man2/getsockopt.2.html
   */
  getsockopt(level: number, optname: number): number;
  getsockopt(level: number, optname: number, buflen: number): number | Buffer;
  getsockopt(level: number, optname: number, buflen = 0): number | Buffer {
    if (buflen === 0) {
      const value = new Int32Array(1);
      this.#getsockopt(level, optname, value);
      return value[0] ?? 0;
    }
    checkInteger(buflen, "getsockopt");
    if (buflen < 0 || buflen > LONGEST_OPTION) {
      throw new OSError(null, "getsockopt buflen out of range", { syscall: "getsockopt" });
    }
    const value = Buffer.alloc(buflen);
    return value.subarray(0, this.#getsockopt(level, optname, value));
  }

  #getsockopt(level: number, optname: number, value: ByteView): number {
    const result = syscalls.getsockopt(this.#open("getsockopt"), level, optname, value);
    if (result < 0) throw errorOf(result, { syscall: "getsockopt" });
    return result;
  }

  /**
   * Sets an option: `setsockopt(2)`.
   *
   * @param value - an int, a boolean for 1 or 0, or the bytes that the kernel wants
   * @see https://man7.org/linux/man-pages/man2/setsockopt.2.html
   */
  setsockopt(level: number, optname: number, value: number | boolean | ByteView): void {
    const fd = this.#open("setsockopt");
    const raw = typeof value === "boolean" ? Number(value) : value;
    check(syscalls.setsockopt(fd, level, optname, raw), "setsockopt");
  }

  /**
   * The socket's own address: `getsockname(2)`.
   *
   * @see https://man7.org/linux/man-pages/man2/getsockname.2.html
   */
  getsockname(): AddressResult {
    const fd = this.#open("getsockname");
    check(syscalls.getsockname(fd, addressBytes, addressLength), "getsockname");
    return fromSockaddr();
  }

  /**
   * The peer's address: `getpeername(2)`.
   *
   * @throws OSError ENOTCONN
   * @see https://man7.org/linux/man-pages/man2/getpeername.2.html
   */
  getpeername(): AddressResult {
    const fd = this.#open("getpeername");
    check(syscalls.getpeername(fd, addressBytes, addressLength), "getpeername");
    return fromSockaddr();
  }

  /** `setblocking(true)` is `settimeout(null)`, `setblocking(false)` is `settimeout(0)`. */
  setblocking(flag: boolean): void {
    if (typeof flag !== "boolean") {
      throw wrongType(`setblocking(): flag must be a boolean, not ${typeName(flag)}`);
    }
    this.settimeout(flag ? null : 0);
  }

  /** False when the timeout is 0. */
  getblocking(): boolean {
    return this.#timeout !== 0;
  }

  /**
   * Sets how long a call waits: `ioctl(2)` FIONBIO. A socket with a timeout above 0 is non-blocking
   * underneath, and its calls wait in `poll(2)` first.
   *
   * @param timeout - seconds; 0 does not wait, null waits for ever
   * @throws TypeError for what is no number; RangeError below 0, for NaN and for infinity
   */
  settimeout(timeout: Timeout): void {
    const checked = checkTimeout(timeout);
    check(syscalls.setBlocking(this.#open("ioctl"), checked === null), "ioctl");
    this.#timeout = rawTimeout(checked);
  }

  /** The timeout in seconds; null waits for ever. */
  gettimeout(): Timeout {
    return this.#timeout < 0 ? null : this.#timeout;
  }

  /** As Python prints a socket: with its addresses, or `[closed]`. */
  toString(): string {
    const state = this.#fd === -1 ? " [closed]" : "";
    const numbers = `fd=${this.#fd}, family=${this.family}, type=${this.type}, proto=${this.proto}`;
    return `<socket.socket${state} ${numbers}${this.#addresses()}>`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  #addresses(): string {
    if (this.#fd === -1) return "";
    let text = "";
    const part = [addressBytes, addressLength] as const;
    if (syscalls.getsockname(this.#fd, ...part) >= 0) text += `, laddr=${repr(fromSockaddr())}`;
    if (syscalls.getpeername(this.#fd, ...part) >= 0) text += `, raddr=${repr(fromSockaddr())}`;
    return text;
  }

  #open(syscall: string): number {
    if (this.#fd === -1) throw OSError.from(EBADF, { syscall });
    return this.#fd;
  }
}

/**
 * Makes a socket: `socket(2)`, close-on-exec, with the default timeout.
 *
 * @param family - an AF_ constant
 * @param type - a SOCK_ constant; with SOCK_NONBLOCK the timeout is 0
 * @param proto - 0, or an IPPROTO_ constant
 * @throws OSError EAFNOSUPPORT, EPROTONOSUPPORT, EMFILE, …
 * @see https://man7.org/linux/man-pages/man2/socket.2.html
 */
export function socket(family: number = AF_INET, type: number = SOCK_STREAM, proto = 0): Socket {
  const fd = syscalls.socket(family, type, proto);
  if (fd < 0) throw errorOf(fd, { syscall: "socket" });
  const isNonBlocking = SOCK_NONBLOCK !== undefined && (type & SOCK_NONBLOCK) !== 0;
  const timeout = isNonBlocking ? 0 : getdefaulttimeout();
  if (timeout !== null && !isNonBlocking) syscalls.setBlocking(fd, false);
  return new Socket(fd, family, type, proto, timeout);
}

function check(result: number, syscall: string, address?: Address): void {
  if (result < 0) throw errorOf(result, { syscall, ...detailsOf(address) });
}

function detailsOf(address: Address | undefined): ErrorDetails {
  return address === undefined ? {} : { address: address[0], port: address[1] };
}

function byteLength(data: ByteView): number {
  if (!ArrayBuffer.isView(data)) {
    throw wrongType(`a bytes-like object is required, not ${typeName(data)}`);
  }
  return data.byteLength;
}

function checkInteger(value: unknown, call: string): void {
  if (typeof value !== "number") {
    throw wrongType(`${call}(): a number is required, not ${typeName(value)}`);
  }
  if (!Number.isInteger(value)) throw outOfRange(`${call}(): an integer is required, not ${value}`);
}

function checkSize(size: number, call: string): void {
  checkInteger(size, call);
  if (size < 0) throw outOfRange(`negative buffersize in ${call}`);
}
