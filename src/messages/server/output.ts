import { BlockingIOError } from "../../errors.ts";
import type { Socket } from "../../socket/index.ts";

/** Smaller pieces are merged up to this size, to save system calls. */
const MERGED_BYTES = 65_536;

/** Bytes waiting to be sent to a peer, in order. */
export class Output {
  readonly #pieces: Uint8Array[] = [];
  /** How many bytes of the first piece have been sent. */
  #taken = 0;
  #memory = 0;

  /** The number of bytes waiting. */
  get length(): number {
    return this.#memory - this.#taken;
  }

  /** The number of bytes in memory: a piece is kept until all of it is sent. */
  get memory(): number {
    return this.#memory;
  }

  /** Appends bytes. They are kept, not copied. */
  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#memory += bytes.length;
  }

  /**
   * Sends as much as the kernel accepts now, by `send(2)`; returns the number of bytes.
   *
   * @throws OSError, such as ECONNRESET or EPIPE
   */
  flush(sock: Socket): number {
    const before = this.length;
    while (this.length > 0) {
      const piece = this.#first();
      this.#taken += sendNow(sock, piece.subarray(this.#taken));
      if (this.#taken < piece.length) break;
      this.#pieces.shift();
      this.#memory -= piece.length;
      this.#taken = 0;
    }
    return before - this.length;
  }

  #first(): Uint8Array {
    let count = 0;
    let size = 0;
    while (count < this.#pieces.length && size < MERGED_BYTES)
      size += this.#pieces[count++]!.length;
    if (count > 1) this.#pieces.splice(0, count, Buffer.concat(this.#pieces.slice(0, count), size));
    return this.#pieces[0]!;
  }
}

function sendNow(sock: Socket, bytes: Uint8Array): number {
  try {
    return sock.send(bytes);
  } catch (error) {
    if (error instanceof BlockingIOError) return 0;
    throw error;
  }
}
