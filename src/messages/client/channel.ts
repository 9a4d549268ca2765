import { ECONNRESET, EPIPE } from "../../errno.ts";
import { ConnectionError, OSError, TimeoutError } from "../../errors.ts";
import { EVENT_READ, EVENT_WRITE } from "../../selectors/index.ts";
import { IncompleteMessageError } from "../protocol/errors.ts";
import type { Message } from "../protocol/message.ts";
import { MessageParser } from "../protocol/parser.ts";
import type { Connection } from "./connection.ts";
import { UnexpectedResponseError } from "./errors.ts";
import type { ClientSettings } from "./options.ts";
import { type NextRequest, Outbox } from "./outbox.ts";
import { Stopwatch } from "./stopwatch.ts";

/** The errors of sending to a peer that has closed the connection. */
const peerGoneErrors: ReadonlySet<number | null> = new Set([ECONNRESET, EPIPE]);

/**
 * Sends requests and receives responses, in order, over one connection. It reads while it writes: a
 * server may not take the next request until you read its responses, and without reading both sides
 * would wait forever.
 *
 * A channel is unusable after it has thrown any error.
 */
export class Channel implements Disposable {
  readonly #connection: Connection;
  readonly #settings: ClientSettings;
  readonly #parser: MessageParser;
  readonly #outbox: Outbox;
  readonly #stopwatch = new Stopwatch();
  /**
   * When the last byte moved in either direction, and when the wait for the oldest request began.
   */
  #movedAt = 0;
  #begunAt = 0;
  #answers = 0;
  #isFinished = false;
  /** Why sending failed. Responses sent before that can still be read. */
  #sendError: OSError | null = null;

  constructor(connection: Connection, settings: ClientSettings) {
    this.#connection = connection;
    this.#settings = settings;
    this.#parser = new MessageParser(settings.limits);
    this.#outbox = new Outbox(settings.window);
  }

  /** True once the sending side is shut down. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** The number of requests without a response yet. */
  get waiting(): number {
    return this.#outbox.waiting;
  }

  /** Resets the count of responses and the timeouts. */
  begin(): void {
    this.#answers = 0;
    this.#stopwatch.start();
    this.#movedAt = this.#begunAt = this.#stopwatch.seconds;
  }

  /**
   * Stops the clock while the caller handles a response; the caller may take any time, or never
   * return.
   */
  pause(): void {
    this.#stopwatch.stop();
  }

  /** Starts the clock again. */
  resume(): void {
    this.#stopwatch.start();
  }

  /** Shuts down the sending side. Requests not sent yet never will be. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    try {
      this.#connection.shutdown();
    } catch (error) {
      // The connection is gone; the next read reports it.
      if (!(error instanceof OSError)) throw error;
    }
  }

  /**
   * Returns the next response, sending further requests while it waits; returns null when there are
   * no more requests and all responses have arrived.
   *
   * @param finishes - whether to shut down the sending side after the last request
   */
  next(more: NextRequest, finishes: boolean): Message | null {
    for (let isFirst = true; ; isFirst = false) {
      const message = this.#take();
      if (message !== undefined) return message;
      this.#gather(more, finishes);
      if (this.waiting === 0) return null;
      // The first time, try both without asking the selector: data may be there already.
      const events = isFirst ? EVENT_READ | EVENT_WRITE : this.#wait();
      if (events & EVENT_READ) this.#receive();
      if (events & EVENT_WRITE) this.#send();
    }
  }

  [Symbol.dispose](): void {
    this.#connection[Symbol.dispose]();
  }

  #take(): Message | undefined {
    const message = this.#parser.next();
    if (message === undefined && this.#parser.stage === "between") return undefined;
    this.#checkDue();
    if (message === undefined) return undefined;
    this.#outbox.answer();
    this.#answers += 1;
    this.#begunAt = this.#stopwatch.seconds;
    return message;
  }

  #checkDue(): void {
    if (this.#outbox.isDue) return;
    throw new UnexpectedResponseError("The server sent a response without a request");
  }

  #gather(more: NextRequest, finishes: boolean): void {
    this.pause();
    const isLast = this.#outbox.fill(more);
    this.resume();
    if (isLast && finishes && this.#outbox.unsent.length === 0) this.finish();
  }

  #receive(): void {
    const bytes = this.#tryToReceive();
    // The peer has closed, so nothing more will arrive.
    if (bytes === null && this.#sendError !== null) throw this.#lossOf(this.#sendError);
    if (bytes === null) return;
    if (bytes.length === 0) throw this.#endError();
    this.#checkDue();
    this.#movedAt = this.#stopwatch.seconds;
    this.#parser.push(bytes);
  }

  #tryToReceive(): Buffer | null {
    try {
      return this.#connection.receive();
    } catch (error) {
      throw error instanceof OSError ? this.#lossOf(this.#sendError ?? error) : error;
    }
  }

  #send(): void {
    if (!this.#hasToSend) return;
    try {
      const count = this.#connection.send(this.#outbox.unsent);
      this.#outbox.advance(count);
      if (count > 0) this.#movedAt = this.#stopwatch.seconds;
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      // If the peer closed the connection, its last responses may still be readable. Other errors
      // are final.
      if (!peerGoneErrors.has(error.errno)) throw this.#lossOf(error);
      this.#sendError = error;
    }
  }

  get #hasToSend(): boolean {
    return this.#outbox.unsent.length > 0 && this.#sendError === null;
  }

  #wait(): number {
    if (this.#sendError !== null) return EVENT_READ;
    const { idleTimeout, requestTimeout } = this.#settings;
    const now = this.#stopwatch.seconds;
    const idle = this.#movedAt + idleTimeout - now;
    const whole = this.#begunAt + requestTimeout - now;
    if (whole <= 0) {
      throw this.#timedOut(`requestTimeout: no complete response within ${requestTimeout} seconds`);
    }
    if (idle <= 0) {
      throw this.#timedOut(`idleTimeout: no byte sent or received for ${idleTimeout} seconds`);
    }
    return this.#connection.wait(this.#hasToSend, Math.min(idle, whole));
  }

  #timedOut(text: string): TimeoutError {
    return new TimeoutError(null, `${text}, ${this.#tally()}`, { syscall: "recv" });
  }

  #endError(): Error {
    if (this.#sendError !== null) return this.#lossOf(this.#sendError);
    const { stage } = this.#parser;
    if (stage === "between") {
      return new ConnectionError(null, `The server closed the connection, ${this.#tally()}`);
    }
    return new IncompleteMessageError(
      `The server closed the connection inside a response's ${stage}, ${this.#tally()}`,
    );
  }

  #lossOf({ errno, strerror, syscall = "recv" }: OSError): OSError {
    return OSError.from(errno!, { syscall }, `${strerror}, ${this.#tally()}`);
  }

  #tally(): string {
    const { waiting } = this;
    const answers = this.#answers === 1 ? "1 response" : `${this.#answers} responses`;
    return `after ${answers}; ${waiting} ${waiting === 1 ? "request" : "requests"} unanswered`;
  }
}
