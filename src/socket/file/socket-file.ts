import { outOfRange } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";
import { OSError } from "../../errors.ts";
import type { ByteView } from "../../syscalls/index.ts";
import { byteLength } from "../check.ts";
import { gather } from "./gather.ts";

const NEWLINE = 10;
/** How many bytes a file reads ahead, and buffers before it sends. */
export const DEFAULT_BUFFER_SIZE = 8192;
const LARGEST_RECEIVE = 65_536;

/** The part of a socket that a file needs. */
export interface Transport {
  /** Receives up to `size` bytes; none at the end of the stream. */
  recv(size: number): Buffer;
  /** Sends at least one of the bytes; returns how many. */
  send(data: ByteView): number;
  fileno(): number;
  /** The file is closed and no longer needs the socket. */
  release(): void;
}

/** The directions of a file, and the size of its buffers in bytes; 0 is unbuffered. */
export interface FileMode {
  readonly readable: boolean;
  readonly writable: boolean;
  readonly bufferSize: number;
}

/**
 * A file of bytes over a socket: {@link Socket.makefile} returns it for a mode with a `b`.
 *
 * It reads ahead, and it buffers what you write until the buffer is full or you call `flush()` or
 * `close()`. Its calls block like the socket's. A call that fails because the time is up, or
 * because a non-blocking socket has no data, loses nothing: call it again.
 *
 * A `for` loop over it iterates over its lines. `using file = s.makefile("rb")` closes it at the
 * end of the block.
 */
export class SocketFile implements Disposable, Iterable<Buffer> {
  readonly #transport: Transport;
  readonly #mode: FileMode;
  #ahead: Buffer = Buffer.alloc(0);
  #unsent: Buffer[] = [];
  #unsentLength = 0;
  #isClosed = false;

  /** Made by {@link Socket.makefile}. */
  constructor(transport: Transport, mode: FileMode) {
    this.#transport = transport;
    this.#mode = mode;
  }

  /** Returns the socket's descriptor. */
  fileno(): number {
    this.#checkOpen();
    return this.#transport.fileno();
  }

  /** True after {@link SocketFile.close}. */
  get closed(): boolean {
    return this.#isClosed;
  }

  /** Returns true if the mode has an `r`. */
  readable(): boolean {
    this.#checkOpen();
    return this.#mode.readable;
  }

  /** Returns true if the mode has a `w`. */
  writable(): boolean {
    this.#checkOpen();
    return this.#mode.writable;
  }

  /** Returns false, because a socket has no positions. */
  seekable(): boolean {
    this.#checkOpen();
    return false;
  }

  /**
   * Reads `size` bytes; waits for all of them, and returns fewer only at the end of the stream.
   * Without a size, it reads to the end. An unbuffered file returns the result of one `recv(2)`.
   */
  read(size = -1): Buffer {
    this.#checkReadable();
    checkInteger(size, "read(): size");
    if (size >= 0 && this.#mode.bufferSize === 0) return this.#take(size);
    const most = size < 0 ? Infinity : size;
    return this.#gather((length) => (length < most ? this.#take(most - length) : null));
  }

  /**
   * Reads up to `size` bytes that are there: what it has read ahead, or the result of one
   * `recv(2)`.
   */
  read1(size = -1): Buffer {
    this.#checkReadable();
    checkInteger(size, "read1(): size");
    return this.#take(size < 0 ? DEFAULT_BUFFER_SIZE : size);
  }

  /** Fills a buffer, and returns the number of bytes: fewer only at the end of the stream. */
  readinto(buffer: ByteView): number {
    const bytes = this.read(byteLength(buffer));
    bytes.copy(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
    return bytes.length;
  }

  /** Reads a line with its newline, or up to `size` bytes of it; empty at the end of the stream. */
  readline(size = -1): Buffer {
    this.#checkReadable();
    checkInteger(size, "readline(): size");
    const most = size < 0 ? Infinity : size;
    return this.#gather((length, last) =>
      length < most && last?.at(-1) !== NEWLINE ? this.#takeLine(most - length) : null,
    );
  }

  /** Reads all lines to the end; with a hint above 0, until it has read that many bytes. */
  readlines(hint = -1): Buffer[] {
    checkInteger(hint, "readlines(): hint");
    const lines: Buffer[] = [];
    let length = 0;
    for (const line of this) {
      lines.push(line);
      length += line.length;
      if (hint > 0 && length >= hint) break;
    }
    return lines;
  }

  *[Symbol.iterator](): Generator<Buffer, void, undefined> {
    for (;;) {
      const line = this.readline();
      if (line.length === 0) return;
      yield line;
    }
  }

  /**
   * Writes bytes into the buffer, which it sends when it is full. Returns their number. If sending
   * fails, the bytes stay in the buffer.
   */
  write(data: ByteView): number {
    this.#checkWritable();
    const length = byteLength(data);
    if (this.#mode.bufferSize === 0) return this.#transport.send(data);
    // A copy, because the caller may reuse the memory.
    this.#unsent.push(Buffer.from(Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
    this.#unsentLength += length;
    if (this.#unsentLength > this.#mode.bufferSize) this.flush();
    return length;
  }

  /** Writes several. */
  writelines(lines: Iterable<ByteView>): void {
    for (const line of lines) this.write(line);
  }

  /** Sends everything in the buffer: `send(2)`, as often as needed. */
  flush(): void {
    this.#checkOpen();
    while (this.#unsentLength > 0) {
      const bytes = this.#unsent.length === 1 ? this.#unsent[0]! : Buffer.concat(this.#unsent);
      this.#unsent = [bytes];
      const sent = this.#transport.send(bytes);
      this.#unsent = sent === bytes.length ? [] : [bytes.subarray(sent)];
      this.#unsentLength -= sent;
    }
  }

  /** Flushes and closes the file, and the socket if it was closed before. */
  close(): void {
    if (this.#isClosed) return;
    try {
      this.flush();
    } finally {
      this.#isClosed = true;
      this.#transport.release();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  // Up to `size` bytes that are there; none at the end of the stream.
  #take(size: number): Buffer {
    if (size === 0) return Buffer.alloc(0);
    if (this.#ahead.length === 0) this.#ahead = this.#receive(size);
    return this.#cut(size);
  }

  #takeLine(most: number): Buffer {
    if (this.#ahead.length === 0) this.#ahead = this.#receive(1);
    const newline = this.#ahead.indexOf(NEWLINE);
    return this.#cut(newline === -1 ? most : Math.min(newline + 1, most));
  }

  #receive(size: number): Buffer {
    const { bufferSize } = this.#mode;
    return this.#transport.recv(Math.max(bufferSize, Math.min(size, LARGEST_RECEIVE)));
  }

  #cut(size: number): Buffer {
    const part = this.#ahead.subarray(0, size);
    this.#ahead = this.#ahead.subarray(part.length);
    return part;
  }

  #gather(next: (length: number, last: Buffer | undefined) => Buffer | null): Buffer {
    let length = 0;
    const parts = gather<Buffer>(
      (last) => next((length += last?.length ?? 0), last),
      (before) => (this.#ahead = Buffer.concat([...before, this.#ahead])),
    );
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw outOfRange("I/O operation on closed file.");
  }

  #checkReadable(): void {
    this.#checkOpen();
    if (!this.#mode.readable) throw new OSError(null, "not readable");
  }

  #checkWritable(): void {
    this.#checkOpen();
    if (!this.#mode.writable) throw new OSError(null, "not writable");
  }
}
