import { BlockingIOError } from "../../errors.ts";
import type { Socket } from "../../socket/index.ts";

/** Small pieces are put together up to this size, for fewer system calls. */
const MERGED_BYTES = 65_536;

/** What a connection's peer has not taken yet, in order. */
export class Output {
  readonly #pieces: Uint8Array[] = [];
  /** How much of the first piece was taken. */
  #taken = 0;
  #memory = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.#memory - this.#taken;
  }

  /** How many bytes of memory that takes: a piece is held until all of it was taken. */
  get memory(): number {
    return this.#memory;
  }

  /** Adds bytes at the end. They are kept, not copied. */
  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#memory += bytes.length;
  }

  /**
   * Sends what the kernel takes now, by `send(2)`, and gives how many bytes those were.
   *
   * @throws OSError of send, such as ECONNRESET or EPIPE
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
