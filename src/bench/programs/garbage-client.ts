import { check } from "./echo-syscalls-service.ts";
import { recv, send } from "bsd-sockets/syscalls";

/** A client on a blocking descriptor that allocates nothing. */
export class GarbageClient {
  readonly #fd: number;
  readonly #message: Buffer;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.#message = Buffer.alloc(size, "x");
  }

  /** Sends a message. */
  send(): void {
    check(send(this.#fd, this.#message, 0, this.#message.length, 0));
  }

  /** Receives echoed bytes, and returns their number. */
  receive(): number {
    return check(recv(this.#fd, this.#message, 0, this.#message.length, 0));
  }
}
