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

/** What sending says when the peer has gone. */
const goneErrors: ReadonlySet<number | null> = new Set([ECONNRESET, EPIPE]);

/**
 * Requests out and responses in, in order, over one connection. It reads while it writes, so a server
 * that takes no request before its responses are read does not bring both to a halt.
 *
 * After whatever it throws it is of no use any more.
 */
export class Channel implements Disposable {
  readonly #connection: Connection;
  readonly #settings: ClientSettings;
  readonly #parser: MessageParser;
  readonly #outbox: Outbox;
  readonly #stopwatch = new Stopwatch();
  /** When the last byte moved, and since when the oldest request waits. */
  #movedAt = 0;
  #begunAt = 0;
  #answers = 0;
  #isFinished = false;
  /** Why nothing can be sent any more. What the server had answered before can still be read. */
  #sendError: OSError | null = null;

  constructor(connection: Connection, settings: ClientSettings) {
    this.#connection = connection;
    this.#settings = settings;
    this.#parser = new MessageParser(settings.limits);
    this.#outbox = new Outbox(settings.window);
  }

  /** True when nothing more can be sent. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** How many requests wait for their responses. */
  get waiting(): number {
    return this.#outbox.waiting;
  }

  /** Begins to count responses and time anew. */
  begin(): void {
    this.#answers = 0;
    this.#stopwatch.start();
    this.#movedAt = this.#begunAt = this.#stopwatch.seconds;
  }

  /** The clock stands still while the caller has a response, and maybe does not come back for more. */
  pause(): void {
    this.#stopwatch.stop();
  }

  /** The clock goes on. */
  resume(): void {
    this.#stopwatch.start();
  }

  /** Tells the server that nothing more is sent; what is not sent yet never is. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    try {
      this.#connection.shutdown();
    } catch (error) {
      // The connection is gone, which whoever reads is told.
      if (!(error instanceof OSError)) throw error;
    }
  }

  /**
   * The next response, sending further requests meanwhile; null when there are none and all responses
   * have come.
   *
   * @param finishes - whether to tell the server when the last request is sent
   */
  next(more: NextRequest, finishes: boolean): Message | null {
    for (let isFirst = true; ; isFirst = false) {
      const message = this.#take();
      if (message !== undefined) return message;
      this.#gather(more, finishes);
      if (this.waiting === 0) return null;
      // What may be there already is tried at once; after that the selector says what there is.
      const events = isFirst ? EVENT_READ | EVENT_WRITE : this.#wait();
      if (events & EVENT_READ) this.#receive();
      if (events & EVENT_WRITE) this.#send();
    }
  }

  /** Closes the connection. */
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
    throw new UnexpectedResponseError("The server sent what no request had asked for");
  }

  #gather(more: NextRequest, finishes: boolean): void {
    this.pause();
    const isLast = this.#outbox.fill(more);
    this.resume();
    if (isLast && finishes && this.#outbox.unsent.length === 0) this.finish();
  }

  #receive(): void {
    const bytes = this.#tryToReceive();
    // To a peer that has gone nothing can be sent, and from it comes no more than is here already.
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
      // Of a peer that has gone, responses may still be there to read; of nothing else is more to come.
      if (!goneErrors.has(error.errno)) throw this.#lossOf(error);
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
      throw this.#timedOut(`requestTimeout: no whole response within ${requestTimeout} seconds`);
    }
    if (idle <= 0) {
      throw this.#timedOut(`idleTimeout: not a byte moved for ${idleTimeout} seconds`);
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
      `The server closed within a response's ${stage}, ${this.#tally()}`,
    );
  }

  #lossOf({ errno, strerror, syscall = "recv" }: OSError): OSError {
    return OSError.from(errno!, { syscall }, `${strerror}, ${this.#tally()}`);
  }

  #tally(): string {
    const { waiting } = this;
    const answers = this.#answers === 1 ? "1 response" : `${this.#answers} responses`;
    return `after ${answers}; ${waiting} ${waiting === 1 ? "request has" : "requests have"} none`;
  }
}
