import { BlockingIOError, KeyboardInterrupt, OSError } from "../../errors.ts";
import { EVENT_READ, EVENT_WRITE } from "../../selectors/index.ts";
import { SHUT_WR, SO_LINGER, type Socket, SOL_SOCKET } from "../../socket/index.ts";
import { pack } from "../../struct/index.ts";
import { MessageError } from "../protocol/errors.ts";
import type { Message } from "../protocol/message.ts";
import { MessageParser, type Stage } from "../protocol/parser.ts";
import type { Client } from "./client.ts";
import type { Peer } from "./handler.ts";
import { closeQuietly } from "./close-quietly.ts";
import { Output } from "./output.ts";
import { answerTo, errorAnswer, internalError } from "./answer.ts";
import type { Shared } from "./shared.ts";

/** `struct linger { 1, 0 }`: close at once and discard unsent data. */
const ABORTING = pack("ii", 1, 0);

/** The most bytes the kernel buffers for a connection: the default maximum of Linux's tcp_rmem. */
const MOST_UNREAD = 6_291_456;

/**
 * The state of a connection.
 *
 *     open ──▶ finishing ──▶ lingering ──▶ closed
 *
 * open: reads requests and sends responses. finishing: no longer reads, sends what is left.
 * lingering: has shut down its side and waits for the peer to do the same. Closing without
 * lingering, with unread data, would send a reset, and a reset may destroy responses on their way.
 */
type State = "open" | "finishing" | "lingering" | "closed";

/** One client of a {@link MessageServer}. */
export class Connection implements Client {
  readonly sock: Socket;
  readonly peer: Peer;
  readonly #shared: Shared;
  readonly #parser: MessageParser;
  readonly #output = new Output();
  #state: State = "open";
  #interest = EVENT_READ;
  /** The peer has shut down its side: nothing more will arrive. */
  #isPeerDone = false;
  /** The parser may hold more messages, so do not read yet. */
  #hasMore = false;
  /** How many bytes may have arrived before draining began and are still unread. */
  #unread = MOST_UNREAD;
  /**
   * The current message is the last one: the server is draining and everything that had arrived is
   * read.
   */
  #isLast = false;
  #isAtWork = false;
  #messages = 0;
  /** The stage and message number that the running timeouts apply to. */
  #timed: { readonly stage: Stage | "none"; readonly message: number };

  constructor(sock: Socket, peer: Peer, shared: Shared, now: number) {
    this.sock = sock;
    this.peer = peer;
    this.#shared = shared;
    this.#parser = new MessageParser(shared.settings.limits);
    shared.selector.register(sock, EVENT_READ, this);
    // A client that never sends anything gets the same header timeout as one that starts at once.
    this.#timed = { stage: "between", message: 0 };
    shared.timeouts.header.start(this, now);
  }

  /** Handles the selector's events. */
  onEvents(mask: number, now: number): void {
    this.#guarded(() => {
      if (mask & EVENT_READ && !this.#hasMore) this.#receive();
      this.#proceed(now);
    });
  }

  /** Continues with messages that have already arrived. */
  proceed(now: number): void {
    this.#guarded(() => {
      this.#proceed(now);
    });
  }

  /** Sends an error response and stops reading. */
  fail(code: string, text: string, now: number): void {
    this.#guarded(() => {
      this.#refuse(code, text);
      this.#proceed(now);
    });
  }

  /** Finishes the requests that have begun, then closes; closes at once if there are none. */
  drain(now: number): void {
    this.#guarded(() => {
      if (!this.#hasMore && this.#state === "open") this.#receive();
      this.#proceed(now);
    });
  }

  /** Stops reading, and closes when everything is sent. */
  finish(now: number): void {
    this.#guarded(() => {
      if (this.#state === "open") this.#state = "finishing";
      this.#proceed(now);
    });
  }

  /** True until the peer has begun a message. */
  get isSilent(): boolean {
    return this.#messages === 0 && this.#parser.stage === "between";
  }

  /** Closes at once and discards unsent data. */
  abort(): void {
    if (this.#state === "closed") return;
    try {
      this.sock.setsockopt(SOL_SOCKET, SO_LINGER, ABORTING);
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
    }
    this.close();
  }

  /** Closes the socket and removes it from the selector and the server. */
  close(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#shared.forget(this);
    // modify() unregisters a socket when it fails, so it may be gone already.
    const { selector } = this.#shared;
    if (selector.get_map()?.has(this.sock) === true) selector.unregister(this.sock);
    closeQuietly(this.sock);
  }

  // An error on one connection must close only that connection.
  #guarded(work: () => void): void {
    // An earlier event of this turn may have closed it, and a handler may call drain() from inside.
    if (this.#state === "closed" || this.#isAtWork) return;
    this.#isAtWork = true;
    try {
      work();
    } catch (error) {
      this.#giveUp(error);
    } finally {
      this.#isAtWork = false;
    }
  }

  #giveUp(error: unknown): void {
    if (error instanceof KeyboardInterrupt) throw error;
    this.#shared.logFailure(this, error);
    this.abort();
  }

  /** Returns false if there was nothing to read. */
  #receive(): boolean {
    const memory = this.#shared.receiveMemory;
    const count = receiveNow(this.sock, memory);
    if (count === 0) this.#isPeerDone = true;
    else if (count > 0 && this.#state === "open") this.#parser.push(memory.subarray(0, count));
    // Without this bound, a peer that never stops sending would be served until the drain deadline.
    if (this.#shared.isDraining) this.#unread = count < memory.length ? 0 : this.#unread - count;
    return count >= 0;
  }

  #proceed(now: number): void {
    if (this.#state === "open") this.#handleMessages();
    this.#flush(now);
    this.#endIfDone(now);
    if (this.#state === "closed") return;
    this.#updateInterest();
    this.#updateTimeouts(now);
    if (this.#hasMore && !this.#isFull) this.#shared.again.add(this);
    this.#shared.hold(this, this.#parser.memory + this.#output.memory);
  }

  get #isFull(): boolean {
    return this.#output.length >= this.#shared.settings.highWater;
  }

  #handleMessages(): void {
    this.#hasMore = false;
    for (let budget = this.#shared.settings.messageBudget; this.#state === "open"; budget--) {
      if (budget === 0 || this.#isFull) {
        this.#hasMore = true;
        return;
      }
      if (!this.#handleMessage()) return;
    }
  }

  /** Handles the next message; returns false if there is none. */
  #handleMessage(): boolean {
    try {
      const request = this.#parser.next();
      if (request === undefined) {
        if (this.#isPeerDone) this.#endOfRequests();
        this.#isLast = this.#shared.isDraining && this.#unread <= 0;
        return false;
      }
      this.#messages++;
      this.#answer(request);
      if (this.#isLast && this.#state === "open") this.#state = "finishing";
      return true;
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.#refuse(error.code, error.message);
      return false;
    }
  }

  #answer(request: Message): void {
    try {
      this.#output.push(answerTo(request, this.peer, this.#shared));
    } catch (error) {
      // Ctrl-C in the handler. Without a response, the client would take the next one for this
      // request's.
      this.#output.push(internalError());
      throw error;
    } finally {
      this.#shared.messages++;
    }
  }

  #endOfRequests(): void {
    this.#parser.finish();
    this.#state = "finishing";
  }

  #refuse(code: string, text: string): void {
    if (this.#state !== "open") return;
    this.#shared.log("warning", `refused: ${code}`, this, text);
    this.#output.push(errorAnswer(code, text));
    this.#state = "finishing";
  }

  #flush(now: number): void {
    if (this.#output.length === 0 || this.#state === "closed") return;
    const sent = this.#output.flush(this.sock);
    const { write } = this.#shared.timeouts;
    if (this.#output.length === 0) write.stop(this);
    else if (sent > 0 || !write.has(this)) write.start(this, now);
  }

  #endIfDone(now: number): void {
    if (this.#shared.isDraining && this.#isIdle) {
      if (this.#unread > 0 && this.#receive()) this.#hasMore = true;
      else this.#state = "finishing";
    }
    if (this.#state === "finishing" && this.#output.length === 0) {
      this.#state = "lingering";
      if (!this.#isPeerDone) shutdown(this.sock);
      this.#shared.timeouts.linger.start(this, now);
    }
    if (this.#state === "lingering" && this.#isPeerDone) this.close();
  }

  /** Open, between messages, with no request unanswered. */
  get #isIdle(): boolean {
    return this.#state === "open" && !this.#hasMore && this.#parser.stage === "between";
  }

  #updateInterest(): void {
    const isReading = this.#state === "lingering" || (this.#state === "open" && !this.#hasMore);
    let events = isReading && !this.#isPeerDone ? EVENT_READ : 0;
    // Register for writing if output is left, or to get its next turn if there is nothing to wait
    // for.
    if (this.#output.length > 0 || events === 0) events |= EVENT_WRITE;
    if (events === this.#interest) return;
    this.#shared.selector.modify(this.sock, events, this);
    this.#interest = events;
  }

  /** Starts the timeouts of the current stage. No timeout runs while we do not read. */
  #updateTimeouts(now: number): void {
    const stage = this.#state === "open" && !this.#hasMore ? this.#parser.stage : "none";
    const { header, request, idle } = this.#shared.timeouts;
    const isSameMessage = this.#messages === this.#timed.message;
    if (stage === this.#timed.stage && isSameMessage) return;
    const goesOn = stage === "content" && this.#timed.stage === "header" && isSameMessage;
    this.#timed = { stage, message: this.#messages };
    idle.stop(this);
    header.stop(this);
    if (!goesOn) request.stop(this);
    if (stage === "between") idle.start(this, now);
    if (stage === "header") header.start(this, now);
    if ((stage === "header" || stage === "content") && !goesOn) request.start(this, now);
  }
}

/** Returns the number of bytes, 0 at the end of the stream, or -1 if there is nothing to read. */
function receiveNow(sock: Socket, memory: Uint8Array): number {
  try {
    return sock.recv_into(memory);
  } catch (error) {
    if (error instanceof BlockingIOError) return -1;
    throw error;
  }
}

function shutdown(sock: Socket): void {
  try {
    sock.shutdown(SHUT_WR);
  } catch (error) {
    // The peer has closed or reset the connection; the next read reports it.
    if (!(error instanceof OSError)) throw error;
  }
}
