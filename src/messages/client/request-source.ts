import { KeyboardInterrupt } from "../../errors.ts";
import { CLIENT_BINARY_TYPE, encodeWithin } from "../protocol/encoder.ts";
import { highestLimits } from "../protocol/limits.ts";
import type { Outgoing } from "../protocol/message.ts";

/**
 * Encodes requests one at a time. An invalid request ends the sequence and is kept in `error`, so
 * that the responses to the requests before it can still be read.
 */
export class RequestSource implements Disposable {
  readonly #requests: Iterator<Outgoing>;
  #isAtEnd = false;
  /** The error thrown by the caller's iterable or by the encoder. */
  error: unknown = undefined;

  constructor(requests: Iterable<Outgoing>) {
    this.#requests = requests[Symbol.iterator]();
  }

  /** Returns the bytes of the next request, or null after the last one. */
  next(): Uint8Array | null {
    if (this.#isAtEnd) return null;
    try {
      const result = this.#requests.next();
      this.#isAtEnd = result.done === true;
      if (result.done === true) return null;
      // The server decides how long a request may be.
      return encodeWithin(result.value, highestLimits, CLIENT_BINARY_TYPE);
    } catch (error) {
      if (error instanceof KeyboardInterrupt) throw error;
      this.error = error;
      this.#close();
      return null;
    }
  }

  /** Closes the iterator, like leaving a `for` loop does. */
  [Symbol.dispose](): void {
    this.#close();
  }

  #close(): void {
    if (this.#isAtEnd) return;
    this.#isAtEnd = true;
    this.#requests.return?.();
  }
}
