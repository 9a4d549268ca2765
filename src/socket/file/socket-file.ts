import { outOfRange } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";
import { OSError } from "../../errors.ts";
import type { ByteView } from "../../syscalls/index.ts";
import { byteLength } from "../check.ts";
import { gather } from "./gather.ts";

const NEWLINE = 10;
/** How many bytes a file reads ahead, and holds back before it sends. */
export const DEFAULT_BUFFER_SIZE = 8192;
const LARGEST_RECEIVE = 65_536;

/** What a file needs of the socket below it. */
export interface Transport {
  /** Receives what is there, at most `size` bytes; none at the end. */
  recv(size: number): Buffer;
  /** Sends a part at least. */
  send(data: ByteView): number;
  fileno(): number;
  /** The file is closed, and needs the socket no more. */
  release(): void;
}

/** Which directions a file has, and the size of its buffers in bytes; 0 for none. */
export interface FileMode {
  readonly readable: boolean;
  readonly writable: boolean;
  readonly bufferSize: number;
}

/**
 * A file of bytes over a socket, as {@link Socket.makefile} gives it with a `b` in the mode.
 *
 * It reads ahead, and it holds back what is written until its buffer is full, or `flush()` or
 * `close()` is called. Its calls block as the socket's do. One that fails, when the time is up or
 * nothing is there on a non-blocking socket, loses nothing: call it again.
 *
 * A `for` loop over it gives its lines. With `using file = s.makefile("rb")` it is closed at the end
 * of the block.
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

  /** The socket's descriptor. */
  fileno(): number {
    this.#checkOpen();
    return this.#transport.fileno();
  }

  /** True after {@link SocketFile.close}. */
  get closed(): boolean {
    return this.#isClosed;
  }

  /** True for a file with an `r` in its mode. */
  readable(): boolean {
    this.#checkOpen();
    return this.#mode.readable;
  }

  /** True for a file with a `w` in its mode. */
  writable(): boolean {
    this.#checkOpen();
    return this.#mode.writable;
  }

  /** False: a socket has no positions. */
  seekable(): boolean {
    this.#checkOpen();
    return false;
  }

  /**
   * Reads `size` bytes, waiting for all of them; fewer only at the end of the stream. Without a size,
   * all up to the end. Without a buffer, what one `recv(2)` gives.
   */
  read(size = -1): Buffer {
    this.#checkReadable();
    checkInteger(size, "read(): size");
    if (size >= 0 && this.#mode.bufferSize === 0) return this.#take(size);
    const most = size < 0 ? Infinity : size;
    return this.#gather((length) => (length < most ? this.#take(most - length) : null));
  }

  /** Reads what is there, at most `size` bytes: what it has read ahead, or else one `recv(2)`. */
  read1(size = -1): Buffer {
    this.#checkReadable();
    checkInteger(size, "read1(): size");
    return this.#take(size < 0 ? DEFAULT_BUFFER_SIZE : size);
  }

  /** Fills a buffer, waiting for all its bytes; gives their number, fewer only at the end. */
  readinto(buffer: ByteView): number {
    const bytes = this.read(byteLength(buffer));
    bytes.copy(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
    return bytes.length;
  }

  /** Reads a line with its newline, or at most `size` bytes of it; empty at the end of the stream. */
  readline(size = -1): Buffer {
    this.#checkReadable();
    checkInteger(size, "readline(): size");
    const most = size < 0 ? Infinity : size;
    return this.#gather((length, last) =>
      length < most && last?.at(-1) !== NEWLINE ? this.#takeLine(most - length) : null,
    );
  }

  /** Reads all lines up to the end; with a hint above 0, until they have that many bytes together. */
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
   * Writes bytes: into the buffer, which is sent when it is full. Gives their number. When sending
   * fails, the bytes are in the buffer all the same.
   */
  write(data: ByteView): number {
    this.#checkWritable();
    const length = byteLength(data);
    if (this.#mode.bufferSize === 0) return this.#transport.send(data);
    // A copy, for the caller may use the memory again.
    this.#unsent.push(Buffer.from(Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
    this.#unsentLength += length;
    if (this.#unsentLength > this.#mode.bufferSize) this.flush();
    return length;
  }

  /** Writes many. */
  writelines(lines: Iterable<ByteView>): void {
    for (const line of lines) this.write(line);
  }

  /** Sends all that was written: `send(2)`, as often as it takes. */
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

  /** Flushes and closes the file, and the socket if that was closed before. */
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

  // What is there of `size` bytes; none at the end of the stream.
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
