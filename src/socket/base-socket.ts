import { inspect } from "node:util";

import { typeName, wrongType } from "../arguments/errors.ts";
import { checkInt, checkInteger, INT_MAX } from "../arguments/integers.ts";
import { checkClosed } from "../descriptors/close.ts";
import { EBADF } from "../errno.ts";
import { OSError } from "../errors.ts";
import { HeldDescriptor } from "../descriptors/held.ts";
import { repr } from "../python/repr.ts";
import { shareMemory } from "../addon/shared-memory.ts";
import type { ByteView } from "../syscalls/index.ts";
import * as syscalls from "../syscalls/index.ts";
import { addressBytes, addressLength, fromSockaddr } from "./address.ts";
import { check } from "./check.ts";
import { SOCK_CLOEXEC, SOCK_NONBLOCK } from "./constants.ts";
import type { AnyAddress } from "./families.ts";
import { rawTimeout, socketTimeout, type Timeout } from "./timeout.ts";
import { disown, own, ownMade } from "./unclosed.ts";

const TYPE_FLAGS = (SOCK_CLOEXEC ?? 0) | (SOCK_NONBLOCK ?? 0);
const LONGEST_OPTION = 1024;
// Shared by all calls: allocating costs more than the call.
const intOption = shareMemory(new Int32Array(1));

function checkedDescriptor(
  fd: number,
  family: number,
  type: number,
  proto: number,
): HeldDescriptor {
  checkInteger(fd, "Socket(): fd", 0, INT_MAX);
  checkInt(family, "Socket(): family");
  checkInt(type, "Socket(): type");
  checkInt(proto, "Socket(): proto");
  return new HeldDescriptor(fd);
}

/** A descriptor with its family, type and timeout, from opening to closing. */
export abstract class BaseSocket implements Disposable {
  /** The address family: an AF_ constant. */
  readonly family: number;
  /** The socket type: a SOCK_ constant. */
  readonly type: number;
  /** The protocol: 0, or an IPPROTO_ constant. */
  readonly proto: number;
  #held: HeldDescriptor | null;
  #timeout: number;
  #files = 0;
  #isClosed = false;

  /** Takes over an open descriptor. */
  constructor(fd: number, family: number, type: number, proto: number, timeout: Timeout);
  /** @internal Holds a descriptor that a call has just opened: its numbers need no second check. */
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- only this one is internal
  constructor(made: HeldDescriptor, family: number, type: number, proto: number, timeout: Timeout);
  constructor(
    fd: number | HeldDescriptor,
    family: number,
    type: number,
    proto: number,
    timeout: Timeout,
  ) {
    const isMade = fd instanceof HeldDescriptor;
    this.#held = isMade ? fd : checkedDescriptor(fd, family, type, proto);
    this.#timeout = rawTimeout(isMade ? timeout : socketTimeout(timeout, "Socket(): timeout"));
    this.family = family;
    this.type = type & ~TYPE_FLAGS;
    this.proto = proto;
    if (isMade) ownMade(this, this.#held);
    else own(this, this.#held);
  }

  /**
   * Returns the descriptor, or −1 after {@link Socket.close} and {@link Socket.detach} and when
   * another thread has closed it.
   */
  fileno(): number {
    return this.#held === null ? -1 : this.#held.fd;
  }

  /**
   * Returns true if executed programs inherit the descriptor: `fcntl(2)` F_GETFD.
   *
   * @see https://man7.org/linux/man-pages/man2/fcntl.2.html
   */
  get_inheritable(): boolean {
    const result = syscalls.getInheritable(this.openDescriptor("fcntl"));
    check(result, "fcntl");
    return result === 1;
  }

  /**
   * Sets whether executed programs inherit the descriptor: `ioctl(2)` FIONCLEX, FIOCLEX.
   *
   * @see https://man7.org/linux/man-pages/man2/ioctl.2.html
   */
  set_inheritable(inheritable: boolean): void {
    if (typeof inheritable !== "boolean") {
      throw wrongType(
        `set_inheritable(): inheritable must be a boolean, not ${typeName(inheritable)}`,
      );
    }
    check(syscalls.setInheritable(this.openDescriptor("ioctl"), inheritable), "ioctl");
  }

  /**
   * Makes calls wait forever, or not at all: `ioctl(2)` FIONBIO. `setblocking(true)` is
   * `settimeout(null)`, `setblocking(false)` is `settimeout(0)`.
   *
   * @see https://man7.org/linux/man-pages/man2/ioctl.2.html
   */
  setblocking(flag: boolean): void {
    if (typeof flag !== "boolean") {
      throw wrongType(`setblocking(): flag must be a boolean, not ${typeName(flag)}`);
    }
    this.settimeout(flag ? null : 0);
  }

  /** Returns false if the timeout is 0. */
  getblocking(): boolean {
    return this.#timeout !== 0;
  }

  /**
   * Sets how long a call waits: `ioctl(2)` FIONBIO. A socket with a timeout above 0 is non-blocking
   * underneath, and its calls wait in `poll(2)` first.
   *
   * @param timeout - seconds; 0 does not wait, null waits forever
   * @throws TypeError unless it is a number or null; RangeError below 0, for NaN and for Infinity
   * @see https://man7.org/linux/man-pages/man2/ioctl.2.html
   */
  settimeout(timeout: Timeout): void {
    const checked = socketTimeout(timeout, "settimeout(): timeout");
    // Like CPython, keep it even if the system call fails.
    this.#timeout = rawTimeout(checked);
    check(syscalls.setBlocking(this.openDescriptor("ioctl"), checked === null), "ioctl");
  }

  /** Returns the timeout in seconds; null waits forever. */
  gettimeout(): Timeout {
    return this.#timeout < 0 ? null : this.#timeout;
  }

  /**
   * Reads an option: `getsockopt(2)`.
   *
   * @param level - SOL_SOCKET or an IPPROTO_ constant
   * @param optname - SO_, IP_, TCP_ … constants
   * @param buflen - 0 for an option that is an int; otherwise the maximum number of bytes to read,
   *   up to 1024
   * @returns the int, or the bytes as the kernel returns them
   * @throws OSError ENOPROTOOPT, …, and without an errno for another `buflen`
   * @see https://man7.org/linux/man-pages/man2/getsockopt.2.html
   */
  getsockopt(level: number, optname: number): number;
  getsockopt(level: number, optname: number, buflen: number): number | Buffer;
  getsockopt(level: number, optname: number, buflen = 0): number | Buffer {
    if (buflen === 0) {
      this.#getsockopt(level, optname, intOption);
      return intOption[0] ?? 0;
    }
    checkInt(buflen, "getsockopt(): buflen");
    if (buflen < 0 || buflen > LONGEST_OPTION) {
      throw new OSError(null, "getsockopt buflen out of range", { syscall: "getsockopt" });
    }
    const value = Buffer.alloc(buflen);
    return value.subarray(0, this.#getsockopt(level, optname, value));
  }

  #getsockopt(level: number, optname: number, value: ByteView): number {
    const result = syscalls.getsockopt(this.openDescriptor("getsockopt"), level, optname, value);
    if (result < 0) throw OSError.from(-result, { syscall: "getsockopt" });
    return result;
  }

  /**
   * Sets an option: `setsockopt(2)`.
   *
   * @param value - an int, a boolean for 1 or 0, or the bytes that the kernel expects; null for the
   *   few options that are only a length, `optlen`
   * @throws OSError ENOPROTOOPT, EINVAL, EPERM, …
   * @see https://man7.org/linux/man-pages/man2/setsockopt.2.html
   */
  setsockopt(level: number, optname: number, value: number | boolean | ByteView): void;
  setsockopt(level: number, optname: number, value: null, optlen: number): void;
  setsockopt(
    level: number,
    optname: number,
    value: number | boolean | ByteView | null,
    optlen?: number,
  ): void {
    const fd = this.openDescriptor("setsockopt");
    const raw = typeof value === "boolean" ? Number(value) : value;
    check(syscalls.setsockopt(fd, level, optname, raw, optlen), "setsockopt");
  }

  /**
   * Closes the descriptor: `close(2)`. If files of {@link Socket.makefile} are open, the last of
   * them closes it. Closing twice does nothing.
   *
   * @throws OSError EBADF if the descriptor was closed elsewhere
   * @see https://man7.org/linux/man-pages/man2/close.2.html
   */
  close(): void {
    this.#isClosed = true;
    if (this.#files > 0) return;
    const held = this.#letGo();
    if (held !== null) checkClosed(held.close());
  }

  /** Gives up the descriptor without closing it, and returns it; −1 if the socket has none. */
  detach(): number {
    const fd = this.fileno();
    this.#letGo();
    return fd;
  }

  #letGo(): HeldDescriptor | null {
    const held = this.#held;
    this.#held = null;
    this.#isClosed = true;
    if (held !== null) disown(this, held);
    return held;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * Returns what Python prints for a socket: its numbers, and its addresses (`getsockname(2)` and
   * `getpeername(2)`) or `[closed]`.
   *
   * @see https://man7.org/linux/man-pages/man2/getsockname.2.html
   */
  toString(): string {
    const state = this.#isClosed ? " [closed]" : "";
    const numbers = `fd=${this.fileno()}, family=${this.family}, type=${this.type}, proto=${this.proto}`;
    return `<socket.socket${state} ${numbers}${this.#addresses()}>`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  #addresses(): string {
    if (this.#isClosed || this.fileno() === -1) return "";
    const name = (call: typeof syscalls.getsockname): AnyAddress | null =>
      call(this.fileno(), addressBytes, addressLength) < 0 ? null : fromSockaddr();
    const printed = (part: string, address: AnyAddress | null): string => {
      if (address === null || address.length === 0) return "";
      // Like Python's str(), which does not quote a path.
      return `, ${part}=${typeof address === "string" ? address : repr(address)}`;
    };
    return (
      printed("laddr", name(syscalls.getsockname)) + printed("raddr", name(syscalls.getpeername))
    );
  }

  /** Returns the descriptor for a call; throws EBADF if the socket is closed. */
  protected openDescriptor(syscall: string): number {
    const fd = this.fileno();
    if (fd === -1) throw OSError.from(EBADF, { syscall });
    return fd;
  }

  /** The timeout for the raw layer, where −1 waits forever. */
  protected get rawTimeout(): number {
    return this.#timeout;
  }

  /** Counts a file that was opened: it keeps the descriptor open. */
  protected keepOpen(): void {
    this.#files += 1;
  }

  /** Counts a file that was closed: the last one closes the descriptor if the socket is closed. */
  protected letGo(): void {
    this.#files -= 1;
    if (this.#isClosed) this.close();
  }
}
