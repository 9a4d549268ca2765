import { BlockingIOError } from "../../errors.ts";
import { DefaultSelector, EVENT_READ, EVENT_WRITE } from "../../selectors/index.ts";
import { SHUT_WR, type Socket } from "../../socket/index.ts";

/** Maximum bytes of one receive. */
const RECEIVED_BYTES = 65_536;

/** A connected non-blocking socket and the selector that waits for it. */
export class Connection implements Disposable {
  readonly #sock: Socket;
  readonly #selector = new DefaultSelector<null, Socket>();
  readonly #memory = Buffer.allocUnsafeSlow(RECEIVED_BYTES);

  /** Takes ownership of the socket, unless it throws: then the caller must close it. */
  constructor(sock: Socket) {
    this.#sock = sock;
    try {
      sock.setblocking(false);
      this.#selector.register(sock, EVENT_READ);
    } catch (error) {
      this.#selector.close();
      throw error;
    }
  }

  /**
   * Returns what has arrived: an empty buffer at the end of the stream, null if there is nothing
   * yet. The buffer is valid until the next call.
   */
  receive(): Buffer | null {
    return unlessBlocked(() => this.#memory.subarray(0, this.#sock.recv_into(this.#memory)));
  }

  /** Sends as much as the kernel accepts now; returns the number of bytes. */
  send(bytes: Uint8Array): number {
    return unlessBlocked(() => this.#sock.send(bytes)) ?? 0;
  }

  /** Waits until it can receive, or also until it can send; returns the events that are ready. */
  wait(forRoom: boolean, seconds: number): number {
    this.#selector.modify(this.#sock, forRoom ? EVENT_READ | EVENT_WRITE : EVENT_READ);
    const [ready] = this.#selector.select(seconds);
    return ready?.[1] ?? 0;
  }

  /** Shuts down the sending side. */
  shutdown(): void {
    this.#sock.shutdown(SHUT_WR);
  }

  [Symbol.dispose](): void {
    this.#selector.close();
    this.#sock.close();
  }
}

function unlessBlocked<Result>(call: () => Result): Result | null {
  try {
    return call();
  } catch (error) {
    if (error instanceof BlockingIOError) return null;
    throw error;
  }
}
