import { KeyboardInterrupt } from "../../errors.ts";
import { CLIENT_BINARY_TYPE, encodeWithin } from "../protocol/encoder.ts";
import { highestLimits } from "../protocol/limits.ts";
import type { Outgoing } from "../protocol/message.ts";

/**
 * The bytes of requests, made one at a time. A request that cannot be made ends them, but not the
 * responses to those before it: its error waits in `error`.
 */
export class RequestSource implements Disposable {
  readonly #requests: Iterator<Outgoing>;
  #isAtEnd = false;
  /** What the caller's iterable or the encoder has thrown. */
  error: unknown = undefined;

  constructor(requests: Iterable<Outgoing>) {
    this.#requests = requests[Symbol.iterator]();
  }

  /** The bytes of the next request; null when there is none. */
  next(): Uint8Array | null {
    if (this.#isAtEnd) return null;
    try {
      const result = this.#requests.next();
      this.#isAtEnd = result.done === true;
      if (result.done === true) return null;
      // How long a request may be is the server's to say.
      return encodeWithin(result.value, highestLimits, CLIENT_BINARY_TYPE);
    } catch (error) {
      if (error instanceof KeyboardInterrupt) throw error;
      this.error = error;
      this.#close();
      return null;
    }
  }

  /** Tells the iterable that no more is wanted, as the end of a `for` loop does. */
  [Symbol.dispose](): void {
    this.#close();
  }

  #close(): void {
    if (this.#isAtEnd) return;
    this.#isAtEnd = true;
    this.#requests.return?.();
  }
}
