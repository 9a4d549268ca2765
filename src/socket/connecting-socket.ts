import { EAGAIN, EBADF, EINTR } from "../errno.ts";
import { errorOf } from "../errors.ts";
import * as syscalls from "../syscalls/index.ts";
import { addressBytes, addressLength, fromSockaddr, toSockaddr } from "./address.ts";
import { BaseSocket } from "./base-socket.ts";
import { check, checkInteger, checkWaiting } from "./check.ts";
import { SOMAXCONN } from "./constants.ts";
import type { AddressArgument, AnyAddress } from "./families.ts";

/** The calls that give a socket its addresses, and end its connection. */
export abstract class ConnectingSocket<Form extends AnyAddress> extends BaseSocket {
  /**
   * Gives the socket an address: `bind(2)`. Port 0 lets the kernel choose one.
   *
   * @param address - `[host, port]`, or `[host, port, flowinfo, scopeid]` for AF_INET6; the host `""`
   *   means all interfaces
   * @throws OSError EADDRINUSE, EADDRNOTAVAIL, EACCES, …; gaierror for a name that is unknown
   * @see https://man7.org/linux/man-pages/man2/bind.2.html
   */
  bind(address: AddressArgument<Form>): void {
    const sockaddr = toSockaddr(this.family, address, "bind");
    check(syscalls.bind(this.openDescriptor("bind"), sockaddr), "bind", address);
  }

  /**
   * Lets the socket accept connections: `listen(2)`.
   *
   * @param backlog - how many connections may wait to be accepted; below 0 counts as 0
   * @throws RangeError for a backlog that is no 32-bit integer
   * @see https://man7.org/linux/man-pages/man2/listen.2.html
   */
  listen(backlog: number = Math.min(SOMAXCONN, 128)): void {
    checkInteger(backlog, "listen");
    const fd = this.openDescriptor("listen");
    // What is no int is left for the raw call to refuse.
    const isInt = (backlog | 0) === backlog;
    check(syscalls.listen(fd, isInt ? Math.max(backlog, 0) : backlog), "listen");
  }

  /**
   * Connects to an address: `connect(2)`.
   *
   * @throws ConnectionRefusedError; TimeoutError; BlockingIOError (EINPROGRESS) when the timeout is 0:
   *   the socket is writable when the connection is there or has failed, and SO_ERROR tells which;
   *   gaierror for a name that is unknown
   * @see https://man7.org/linux/man-pages/man2/connect.2.html
   */
  connect(address: AddressArgument<Form>): void {
    const sockaddr = toSockaddr(this.family, address, "connect");
    const result = this.#connect(sockaddr);
    if (this.rawTimeout === 0) check(result, "connect", address);
    else checkWaiting(result, "connect", address);
  }

  /**
   * Connects to an address, and gives the errno instead of throwing it: `connect(2)`. 0 is success;
   * EAGAIN means that the timeout has passed.
   *
   * @throws TypeError, RangeError for a wrong argument; gaierror for a name that is unknown
   * @see https://man7.org/linux/man-pages/man2/connect.2.html
   */
  connect_ex(address: AddressArgument<Form>): number {
    const sockaddr = toSockaddr(this.family, address, "connect_ex");
    if (this.fileno() === -1) return EBADF;
    const result = this.#connect(sockaddr);
    if (result >= 0) return 0;
    if (result === -EINTR && this.rawTimeout !== 0) throw errorOf(result);
    return result === syscalls.TIMED_OUT ? EAGAIN : -result;
  }

  #connect(sockaddr: Uint8Array): number {
    return syscalls.connect(this.openDescriptor("connect"), sockaddr, this.rawTimeout);
  }

  /**
   * Shuts down one direction or both: `shutdown(2)`.
   *
   * @param how - SHUT_RD, SHUT_WR or SHUT_RDWR
   * @see https://man7.org/linux/man-pages/man2/shutdown.2.html
   */
  shutdown(how: number): void {
    check(syscalls.shutdown(this.openDescriptor("shutdown"), how), "shutdown");
  }

  /**
   * The socket's own address: `getsockname(2)`.
   *
   * @see https://man7.org/linux/man-pages/man2/getsockname.2.html
   */
  getsockname(): Form {
    const fd = this.openDescriptor("getsockname");
    check(syscalls.getsockname(fd, addressBytes, addressLength), "getsockname");
    return fromSockaddr() as Form;
  }

  /**
   * The peer's address: `getpeername(2)`.
   *
   * @throws OSError ENOTCONN
   * @see https://man7.org/linux/man-pages/man2/getpeername.2.html
   */
  getpeername(): Form {
    const fd = this.openDescriptor("getpeername");
    check(syscalls.getpeername(fd, addressBytes, addressLength), "getpeername");
    return fromSockaddr() as Form;
  }
}
