import { checkInt, checkInteger, INT_MAX } from "../arguments/integers.ts";
import { HeldDescriptor } from "../descriptors/held.ts";
import { EAGAIN, EBADF, EINTR } from "../errno.ts";
import { errorOf, TimeoutError } from "../errors.ts";
import type { ByteView } from "../syscalls/index.ts";
import * as syscalls from "../syscalls/index.ts";
import { addressBytes, addressLength, fromDecoded, fromSockaddr, toSockaddr } from "./address.ts";
import { BaseSocket } from "./base-socket.ts";
import { byteLength, check, checkSize, checkWaiting, sizeToFill } from "./check.ts";
import { SOCK_NONBLOCK, SOMAXCONN } from "./constants.ts";
import type { AddressArgument, AnyAddress } from "./families.ts";
import type { SocketFile, Transport } from "./file/socket-file.ts";
import { type MakefileOptions, openFile } from "./file/open-file.ts";
import type { SocketTextFile } from "./file/text-file.ts";
import {
  type AncillaryItem,
  controlOf,
  type ReceivedMessage,
  type ReceivedMessageInto,
  receiveMessage,
  viewsOf,
} from "./message-calls.ts";
import { receive, receiveFrom } from "./receive-memory.ts";
import { type FileSource, sendFile } from "./send-file.ts";
import { getdefaulttimeout, type Timeout } from "./timeout.ts";

// Made once, because the errors of calls that would block must stay cheap.
const RECV = { syscall: "recv" };
const SEND = { syscall: "send" };

/**
 * A socket: a descriptor with its family, type and timeout.
 *
 * {@link socket} makes it. Each method is one system call; a blocking call blocks the thread.
 * Timeouts are in seconds. A failed call throws an OSError with `errno`, `code` and `syscall`; a
 * call after {@link Socket.close} fails with EBADF. `Form` is the type of its family's addresses.
 *
 * `using s = socket.socket(…)` closes it at the end of the block. The garbage collector closes one
 * that is not closed before, with a ResourceWarning.
 */
export class Socket<Form extends AnyAddress = AnyAddress> extends BaseSocket {
  /**
   * Binds the socket to an address: `bind(2)`. With port 0 the kernel chooses a port.
   *
   * @param address - `[host, port]`, or `[host, port, flowinfo, scopeid]` for AF_INET6; the host
   *   `""` means all interfaces
   * @throws OSError EADDRINUSE, EADDRNOTAVAIL, EACCES, …; gaierror for an unknown name
   * @see https://man7.org/linux/man-pages/man2/bind.2.html
   */
  bind(address: AddressArgument<Form>): void {
    const sockaddr = toSockaddr(this.family, address, "bind");
    check(syscalls.bind(this.openDescriptor("bind"), sockaddr), "bind", address);
  }

  /**
   * Starts to listen for connections: `listen(2)`.
   *
   * @param backlog - how many connections may wait to be accepted; a negative number means 0
   * @throws TypeError, RangeError unless `backlog` is a 32-bit integer
   * @see https://man7.org/linux/man-pages/man2/listen.2.html
   */
  listen(backlog: number = Math.min(SOMAXCONN, 128)): void {
    checkInt(backlog, "listen(): backlog");
    const fd = this.openDescriptor("listen");
    check(syscalls.listen(fd, Math.max(backlog, 0)), "listen");
  }

  /**
   * Accepts the next connection: `accept4(2)`. Waits for one as long as the timeout allows. The new
   * socket has the default timeout, not this one's.
   *
   * @returns the connection's socket and the peer's address
   * @throws BlockingIOError if there is none and the timeout is 0; TimeoutError; OSError EMFILE, …
   * @see https://man7.org/linux/man-pages/man2/accept.2.html
   */
  accept(): [conn: Socket<Form>, address: Form | null] {
    const timeout = getdefaulttimeout();
    const flags = timeout === null ? 0 : (SOCK_NONBLOCK ?? 1);
    const [fd, address] = syscalls.accept(this.openDescriptor("accept"), flags, this.rawTimeout);
    if (fd < 0) throw errorOf(fd, { syscall: "accept" });
    const accepted = this.#alike(fd, timeout);
    return [accepted, fromDecoded(address) as Form | null];
  }

  /**
   * Connects to an address: `connect(2)`.
   *
   * @throws ConnectionRefusedError; TimeoutError; BlockingIOError (EINPROGRESS) if the timeout is
   *   0: the socket becomes writable when the attempt has ended, and SO_ERROR holds its result;
   *   gaierror for an unknown name
   * @see https://man7.org/linux/man-pages/man2/connect.2.html
   */
  connect(address: AddressArgument<Form>): void {
    const sockaddr = toSockaddr(this.family, address, "connect");
    const result = this.#connect(sockaddr);
    if (this.rawTimeout === 0) check(result, "connect", address);
    else checkWaiting(result, "connect", address);
  }

  /**
   * Connects to an address, and returns the errno instead of throwing it: `connect(2)`. 0 is
   * success; EAGAIN means that the time is up.
   *
   * @throws TypeError, RangeError for an invalid argument; gaierror for an unknown name
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
   * Returns the socket's own address: `getsockname(2)`.
   *
   * @see https://man7.org/linux/man-pages/man2/getsockname.2.html
   */
  getsockname(): Form {
    const fd = this.openDescriptor("getsockname");
    check(syscalls.getsockname(fd, addressBytes, addressLength), "getsockname");
    return fromSockaddr() as Form;
  }

  /**
   * Returns the peer's address: `getpeername(2)`.
   *
   * @throws OSError ENOTCONN
   * @see https://man7.org/linux/man-pages/man2/getpeername.2.html
   */
  getpeername(): Form {
    const fd = this.openDescriptor("getpeername");
    check(syscalls.getpeername(fd, addressBytes, addressLength), "getpeername");
    return fromSockaddr() as Form;
  }

  /**
   * Returns a second socket over the same connection, with the same timeout: `fcntl(2)`
   * F_DUPFD_CLOEXEC.
   *
   * @see https://man7.org/linux/man-pages/man2/dup.2.html
   */
  dup(): Socket<Form> {
    const fd = syscalls.dup(this.openDescriptor("dup"));
    check(fd, "dup");
    return this.#alike(fd, this.gettimeout());
  }

  /** A socket of the same kind, over a descriptor that a call has made. */
  #alike(fd: number, timeout: Timeout): Socket<Form> {
    return new Socket<Form>(new HeldDescriptor(fd), this.family, this.type, this.proto, timeout);
  }

  /**
   * Receives up to `bufsize` bytes: `recv(2)`. Returns the bytes that have arrived; an empty Buffer
   * is the end of the stream.
   *
   * @param flags - MSG_ constants
   * @throws BlockingIOError if nothing has arrived and the timeout is 0; TimeoutError;
   *   ConnectionResetError, …
   * @see https://man7.org/linux/man-pages/man2/recv.2.html
   */
  recv(bufsize: number, flags = 0): Buffer {
    checkSize(bufsize, "recv");
    checkInt(flags, "recv(): flags");
    // Like CPython: the kernel would wait, or discard a datagram.
    if (bufsize === 0) return Buffer.alloc(0);
    const result = receive(this.openDescriptor("recv"), bufsize, flags, this.rawTimeout);
    if (typeof result === "number") throw errorOf(result, RECV);
    return result;
  }

  /**
   * Receives into a buffer: `recv(2)`. Returns the number of bytes, 0 at the end of the stream.
   *
   * @param buffer - any typed array or DataView
   * @param nbytes - the maximum number of bytes; 0 means as many as the buffer holds
   * @see https://man7.org/linux/man-pages/man2/recv.2.html
   */
  recv_into(buffer: ByteView, nbytes = 0, flags = 0): number {
    const size = sizeToFill(buffer, nbytes, "recv_into");
    // Like recv(0).
    if (size === 0) return 0;
    const fd = this.openDescriptor("recv");
    const result = syscalls.recv(fd, buffer, 0, size, flags, this.rawTimeout);
    if (result < 0) throw errorOf(result, RECV);
    return result;
  }

  /**
   * Receives a datagram, or part of a stream, and the sender's address: `recvfrom(2)`. The kernel
   * discards what a datagram has beyond `bufsize`.
   *
   * @param flags - MSG_ constants
   * @returns the bytes and the address; the address is null on a stream and for a sender without
   *   one
   * @see https://man7.org/linux/man-pages/man2/recvfrom.2.html
   */
  recvfrom(bufsize: number, flags = 0): [data: Buffer, address: Form | null] {
    checkSize(bufsize, "recvfrom");
    checkInt(flags, "recvfrom(): flags");
    const fd = this.openDescriptor("recvfrom");
    const result = receiveFrom(fd, bufsize, flags, this.rawTimeout);
    if (typeof result === "number") throw errorOf(result, { syscall: "recvfrom" });
    return [result, fromSockaddr() as Form | null];
  }

  /**
   * Receives into a buffer, and returns the number of bytes and the sender's address:
   * `recvfrom(2)`. With MSG_TRUNC the number is a datagram's full length, even if the buffer is
   * shorter.
   *
   * @param buffer - any typed array or DataView
   * @param nbytes - the maximum number of bytes; 0 means as many as the buffer holds
   * @see https://man7.org/linux/man-pages/man2/recvfrom.2.html
   */
  recvfrom_into(buffer: ByteView, nbytes = 0, flags = 0): [nbytes: number, address: Form | null] {
    const size = sizeToFill(buffer, nbytes, "recvfrom_into");
    const fd = this.openDescriptor("recvfrom");
    const memory = [buffer, 0, size] as const;
    const from = [addressBytes, addressLength] as const;
    const result = syscalls.recvfrom(fd, ...memory, flags, ...from, this.rawTimeout);
    if (result < 0) throw errorOf(result, { syscall: "recvfrom" });
    return [result, fromSockaddr() as Form | null];
  }

  /**
   * Sends bytes: `send(2)`. Returns how many the kernel took, perhaps not all.
   *
   * @param flags - MSG_ constants
   * @throws BlockingIOError if the send buffer is full and the timeout is 0; TimeoutError;
   *   BrokenPipeError, ConnectionResetError, …
   * @see https://man7.org/linux/man-pages/man2/send.2.html
   */
  send(data: ByteView, flags = 0): number {
    const length = byteLength(data);
    const result = syscalls.send(
      this.openDescriptor("send"),
      data,
      0,
      length,
      flags,
      this.rawTimeout,
    );
    if (result < 0) throw errorOf(result, SEND);
    return result;
  }

  /**
   * Sends all of the bytes: `send(2)`, as often as needed. The timeout covers the whole call. After
   * an error, how many were sent is unknown.
   *
   * @param flags - MSG_ constants
   * @throws BlockingIOError if the send buffer is full and the timeout is 0; TimeoutError;
   *   BrokenPipeError, ConnectionResetError, …
   * @see https://man7.org/linux/man-pages/man2/send.2.html
   */
  sendall(data: ByteView, flags = 0): void {
    const length = byteLength(data);
    const deadline = this.rawTimeout > 0 ? performance.now() + this.rawTimeout * 1000 : 0;
    let timeout = this.rawTimeout;
    for (let sent = 0; ;) {
      const fd = this.openDescriptor("send");
      const result = syscalls.send(fd, data, sent, length - sent, flags, timeout);
      if (result < 0) throw errorOf(result, SEND);
      sent += result;
      if (sent >= length) return;
      if (deadline === 0) continue;
      timeout = (deadline - performance.now()) / 1000;
      if (timeout <= 0) throw new TimeoutError(null, "timed out", { syscall: "send" });
    }
  }

  /**
   * Sends bytes to an address: `sendto(2)`. The socket need not be connected. The flags, if any,
   * come before the address. Returns how many bytes the kernel took: all of a datagram.
   *
   * @throws OSError EMSGSIZE for a datagram that is too long; EDESTADDRREQ, EISCONN, …; gaierror
   *   for an unknown name
   * @see https://man7.org/linux/man-pages/man2/sendto.2.html
   */
  sendto(data: ByteView, address: AddressArgument<Form>): number;
  sendto(data: ByteView, flags: number, address: AddressArgument<Form>): number;
  sendto(data: ByteView, ...rest: unknown[]): number {
    const [flags, address] = rest.length < 2 ? [0, rest[0]] : (rest as [number, unknown]);
    const length = byteLength(data);
    checkInt(flags, "sendto(): flags");
    const sockaddr = toSockaddr(this.family, address, "sendto");
    const fd = this.openDescriptor("sendto");
    const result = syscalls.sendto(fd, data, 0, length, flags, sockaddr, this.rawTimeout);
    checkWaiting(result, "sendto", address);
    return result;
  }

  /**
   * Sends the bytes of several buffers in one call, with ancillary data: `sendmsg(2)`. Returns how
   * many bytes the kernel took.
   *
   * @param buffers - any iterable of bytes
   * @param ancdata - any iterable of `[level, type, bytes]`, such as
   *   `[SOL_SOCKET, SCM_RIGHTS, new Int32Array([fd])]`
   * @param flags - MSG_ constants
   * @param address - the destination, if the socket is not connected
   * @throws OSError EMSGSIZE for too many buffers, EBADF for an invalid descriptor to pass, …
   * @see https://man7.org/linux/man-pages/man2/sendmsg.2.html
   */
  sendmsg(
    buffers: Iterable<ByteView>,
    ancdata: Iterable<AncillaryItem> = [],
    flags = 0,
    address: AddressArgument<Form> | null = null,
  ): number {
    const parts = viewsOf(buffers, "sendmsg() argument 1");
    const control = controlOf(ancdata);
    const sockaddr = address === null ? null : toSockaddr(this.family, address, "sendmsg");
    const fd = this.openDescriptor("sendmsg");
    const result = syscalls.sendmsg(fd, parts, control, flags, sockaddr, this.rawTimeout);
    checkWaiting(result, "sendmsg", address);
    return result;
  }

  /**
   * Receives a message with its ancillary data: `recvmsg(2)`.
   *
   * @param bufsize - the maximum number of bytes
   * @param ancbufsize - the size of the buffer for ancillary data, in bytes: see {@link CMSG_SPACE}
   * @param flags - MSG_ constants
   * @returns the bytes; the items of ancillary data, `[level, type, bytes]`; the message's flags,
   *   where MSG_TRUNC and MSG_CTRUNC report truncation; the sender's address, null on a stream.
   *   Received descriptors (SCM_RIGHTS) are close-on-exec, and you have to close them.
   * @see https://man7.org/linux/man-pages/man2/recvmsg.2.html
   */
  recvmsg(bufsize: number, ancbufsize = 0, flags = 0): ReceivedMessage<Form> {
    checkSize(bufsize, "recvmsg");
    const data = Buffer.alloc(bufsize);
    const [nbytes, ...rest] = this.#recvmsg([data], ancbufsize, flags, "recvmsg");
    return [data.subarray(0, Math.min(nbytes, bufsize)), ...rest];
  }

  /**
   * Like {@link Socket.recvmsg}, but fills the caller's buffers, one after the other: `recvmsg(2)`.
   * Returns the number of bytes in place of the bytes.
   *
   * @param buffers - any iterable of typed arrays or DataViews
   * @see https://man7.org/linux/man-pages/man2/recvmsg.2.html
   */
  recvmsg_into(buffers: Iterable<ByteView>, ancbufsize = 0, flags = 0): ReceivedMessageInto<Form> {
    const parts = viewsOf(buffers, "recvmsg_into() argument 1");
    return this.#recvmsg(parts, ancbufsize, flags, "recvmsg_into");
  }

  #recvmsg(
    parts: ByteView[],
    ancbufsize: number,
    flags: number,
    call: string,
  ): ReceivedMessageInto<Form> {
    checkInteger(ancbufsize, `${call}(): ancbufsize`, 0, INT_MAX);
    checkInt(flags, `${call}(): flags`);
    const fd = this.openDescriptor("recvmsg");
    return receiveMessage<Form>(fd, this.family, parts, ancbufsize, flags, this.rawTimeout);
  }

  /**
   * Returns a file over the socket that reads lines and buffers what it writes: `recv(2)` and
   * `send(2)`. It is synchronous, like the socket. The descriptor stays open until the socket and
   * all its files are closed; a file that is only garbage-collected keeps it open until the socket
   * is collected too.
   *
   * @param mode - `r` to read, `w` to write, with `b` for bytes instead of text; `"rwb"` is all of
   *   it
   * @throws RangeError for another mode, encoding or newline
   * @see https://docs.python.org/3/library/socket.html#socket.socket.makefile
   */
  makefile(mode: `${string}b${string}`, options?: MakefileOptions): SocketFile;
  makefile(mode?: "r" | "w" | "rw" | "wr", options?: MakefileOptions): SocketTextFile;
  makefile(mode: string, options?: MakefileOptions): SocketFile | SocketTextFile;
  makefile(mode = "r", options: MakefileOptions = {}): SocketFile | SocketTextFile {
    const transport: Transport = {
      recv: (size) => this.recv(size),
      send: (data) => this.send(data),
      fileno: () => this.fileno(),
      release: () => {
        this.letGo();
      },
    };
    const file = openFile(transport, mode, options);
    this.keepOpen();
    return file;
  }

  /**
   * Sends a file: `sendfile(2)`, as often as needed. It reads and sends what sendfile does not
   * support: pipes, devices, and files such as those in `/proc`. The timeout applies to each wait.
   *
   * @param file - a descriptor, or an object that has one: a FileHandle, or anything with
   *   `fileno()`
   * @param offset - where in the file to start, in bytes
   * @param count - how many bytes to send; null means up to the end of the file
   * @returns how many bytes were sent. The file's own position does not change.
   * @throws RangeError if the socket is non-blocking or not a SOCK_STREAM, or if `count` is not
   *   positive; OSError ESPIPE for an offset in a pipe or device, EBADF, …; TimeoutError
   * @see https://man7.org/linux/man-pages/man2/sendfile.2.html
   */
  sendfile(file: FileSource, offset = 0, count: number | null = null): number {
    return sendFile(this, this.openDescriptor("sendfile"), file, offset, count);
  }
}
