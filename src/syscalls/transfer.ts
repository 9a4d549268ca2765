import { nativeFunction } from "../thread/introduce.ts";
import type { ByteView } from "./common.ts";
import { integer, registers, result, seconds } from "./registers.ts";

const nativeRecv: (buffer: ByteView) => void = nativeFunction("recv");
const nativeSend: (buffer: ByteView) => void = nativeFunction("send");
const nativeRead: (buffer: ByteView) => void = nativeFunction("read");
const nativeWrite: (buffer: ByteView) => void = nativeFunction("write");

/**
 * Receives into a range of a buffer: `recv(2)`. Gives the bytes received, 0 at the end.
 *
 * @see https://man7.org/linux/man-pages/man2/recv.2.html
 */
export function recv(
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  timeout = -1,
): number {
  registers[0] = integer(fd, "recv(): fd");
  registers[2] = integer(offset, "recv(): offset");
  registers[3] = integer(length, "recv(): length");
  registers[4] = integer(flags, "recv(): flags");
  registers[5] = seconds(timeout, "recv(): timeout");
  nativeRecv(buffer);
  return result();
}

/**
 * Sends a range of a buffer: `send(2)`. Gives the bytes taken, which may be fewer.
 *
 * @see https://man7.org/linux/man-pages/man2/send.2.html
 */
export function send(
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  timeout = -1,
): number {
  registers[0] = integer(fd, "send(): fd");
  registers[2] = integer(offset, "send(): offset");
  registers[3] = integer(length, "send(): length");
  registers[4] = integer(flags, "send(): flags");
  registers[5] = seconds(timeout, "send(): timeout");
  nativeSend(buffer);
  return result();
}

/**
 * Receives into a range of a buffer, and writes the sender's address as {@link accept4} does:
 * `recvfrom(2)`. The address of a stream has the length 0.
 *
 * @see https://man7.org/linux/man-pages/man2/recvfrom.2.html
 */
export const recvfrom: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
  timeout?: number,
) => number = nativeFunction("recvfrom");

/**
 * Sends a range of a buffer to an address: `sendto(2)`. Gives the bytes taken.
 *
 * @see https://man7.org/linux/man-pages/man2/sendto.2.html
 */
export const sendto: (
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  flags: number,
  address: ByteView,
  timeout?: number,
) => number = nativeFunction("sendto");

/**
 * Sends `count` bytes of a file from `offset` on: `sendfile(2)`. Gives the bytes taken, 0 at the end
 * of the file. The file's own position stays as it is.
 *
 * @see https://man7.org/linux/man-pages/man2/sendfile.2.html
 */
export const sendfile: (
  fd: number,
  file: number,
  offset: number,
  count: number,
  timeout?: number,
) => number = nativeFunction("sendfile");

/**
 * Reads into a range of a buffer from any descriptor: `read(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/read.2.html
 */
export function read(
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  timeout = -1,
): number {
  registers[0] = integer(fd, "read(): fd");
  registers[2] = integer(offset, "read(): offset");
  registers[3] = integer(length, "read(): length");
  registers[4] = seconds(timeout, "read(): timeout");
  nativeRead(buffer);
  return result();
}

/**
 * Writes a range of a buffer to any descriptor: `write(2)`.
 *
 * @see https://man7.org/linux/man-pages/man2/write.2.html
 */
export function write(
  fd: number,
  buffer: ByteView,
  offset: number,
  length: number,
  timeout = -1,
): number {
  registers[0] = integer(fd, "write(): fd");
  registers[2] = integer(offset, "write(): offset");
  registers[3] = integer(length, "write(): length");
  registers[4] = seconds(timeout, "write(): timeout");
  nativeWrite(buffer);
  return result();
}
