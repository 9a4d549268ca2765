import { errorOf, TimeoutError } from "../errors.ts";
import type { ByteView } from "../syscalls/index.ts";
import * as syscalls from "../syscalls/index.ts";
import { addressBytes, addressLength, fromSockaddr, toSockaddr } from "./address.ts";
import { byteLength, checkInt, checkSize, checkWaiting, sizeToFill } from "./check.ts";
import { ConnectingSocket } from "./connecting-socket.ts";
import type { AddressArgument, AnyAddress } from "./families.ts";
import { receive, receiveFrom } from "./receive-memory.ts";

// Made once: an error that only says "not now" is cheap, and should stay so.
const RECV = { syscall: "recv" };
const SEND = { syscall: "send" };

/** The calls that send and receive bytes. */
export abstract class TransferringSocket<Form extends AnyAddress> extends ConnectingSocket<Form> {
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
    // As CPython does: the kernel would wait, or throw a datagram away.
    if (bufsize === 0) return Buffer.alloc(0);
    const result = receive(this.openDescriptor("recv"), bufsize, flags, this.rawTimeout);
    if (typeof result === "number") throw errorOf(result, RECV);
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
    const size = sizeToFill(buffer, nbytes, "recv_into");
    // As recv() of nothing.
    if (size === 0) return 0;
    const fd = this.openDescriptor("recv");
    const result = syscalls.recv(fd, buffer, 0, size, flags, this.rawTimeout);
    if (result < 0) throw errorOf(result, RECV);
    return result;
  }

  /**
   * Receives a datagram, or a part of a stream, with the sender's address: `recvfrom(2)`. What a
   * datagram has beyond `bufsize` is lost.
   *
   * @param flags - MSG_ constants
   * @returns the bytes and the address, which is null on a stream and for a sender without one
   * @see https://man7.org/linux/man-pages/man2/recvfrom.2.html
   */
  recvfrom(bufsize: number, flags = 0): [data: Buffer, address: Form | null] {
    checkSize(bufsize, "recvfrom");
    const fd = this.openDescriptor("recvfrom");
    const result = receiveFrom(fd, bufsize, flags, this.rawTimeout);
    if (typeof result === "number") throw errorOf(result, { syscall: "recvfrom" });
    return [result, fromSockaddr() as Form | null];
  }

  /**
   * Receives into memory of the caller's, with the sender's address: `recvfrom(2)`. With MSG_TRUNC
   * the number is a datagram's true length, which may be more than has room.
   *
   * @param buffer - any typed array or DataView
   * @param nbytes - how many bytes at most; 0 means as many as the buffer holds
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
   * Sends bytes: `send(2)`. Gives how many the kernel took, which may be fewer than there are.
   *
   * @param flags - MSG_ constants
   * @throws BlockingIOError when the send buffer is full and the timeout is 0; TimeoutError;
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
   * Sends all of the bytes: `send(2)`, as often as it takes. The timeout covers the whole call. After
   * an error there is no telling how much was sent.
   *
   * @param flags - MSG_ constants
   * @throws BlockingIOError when the send buffer is full and the timeout is 0; TimeoutError;
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
   * Sends bytes to an address, on a socket that need not be connected: `sendto(2)`. Flags may stand
   * before the address. Gives how many bytes the kernel took: of a datagram all.
   *
   * @throws OSError EMSGSIZE for a datagram that is too long; EDESTADDRREQ, EISCONN, …; gaierror for
   *   a name that is unknown
   * @see https://man7.org/linux/man-pages/man2/sendto.2.html
   */
  sendto(data: ByteView, address: AddressArgument<Form>): number;
  sendto(data: ByteView, flags: number, address: AddressArgument<Form>): number;
  sendto(data: ByteView, ...rest: unknown[]): number {
    const [flags, address] = rest.length < 2 ? [0, rest[0]] : (rest as [number, unknown]);
    const length = byteLength(data);
    checkInt(flags, "sendto");
    const sockaddr = toSockaddr(this.family, address, "sendto");
    const fd = this.openDescriptor("sendto");
    const result = syscalls.sendto(fd, data, 0, length, flags, sockaddr, this.rawTimeout);
    checkWaiting(result, "sendto", address);
    return result;
  }
}
