import { BlockingIOError } from "../../errors.ts";
import { DefaultSelector, EVENT_READ, EVENT_WRITE } from "../../selectors/index.ts";
import { SHUT_WR, type Socket } from "../../socket/index.ts";

/** Bytes that one receive may bring. */
const RECEIVED_BYTES = 65_536;

/** A connected socket that does not block, and the selector that waits for it. */
export class Connection implements Disposable {
  readonly #sock: Socket;
  readonly #selector = new DefaultSelector<null, Socket>();
  readonly #memory = Buffer.allocUnsafeSlow(RECEIVED_BYTES);

  /** Takes over the socket; when it throws, the selector is closed again, and the socket is the caller's. */
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

  /** What has come: none at the end of the stream, null for nothing yet. It holds until the next call. */
  receive(): Buffer | null {
    return unlessBlocked(() => this.#memory.subarray(0, this.#sock.recv_into(this.#memory)));
  }

  /** Sends what the kernel has room for; gives how many bytes that were. */
  send(bytes: Uint8Array): number {
    return unlessBlocked(() => this.#sock.send(bytes)) ?? 0;
  }

  /** Waits for what has come, or also for room to send; gives which of the events there are. */
  wait(forRoom: boolean, seconds: number): number {
    this.#selector.modify(this.#sock, forRoom ? EVENT_READ | EVENT_WRITE : EVENT_READ);
    const [ready] = this.#selector.select(Number.isFinite(seconds) ? seconds : null);
    return ready?.[1] ?? 0;
  }

  /** Tells the server that nothing more is sent. */
  shutdown(): void {
    this.#sock.shutdown(SHUT_WR);
  }

  /** Closes both descriptors. */
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
