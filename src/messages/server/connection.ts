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

/** Closes at once and forgets what was not sent: `struct linger { 1, 0 }`. */
const ABORTING = pack("ii", 1, 0);

/** What the kernel keeps for a connection at most, in bytes: Linux's tcp_rmem, if nobody changes it. */
const MOST_UNREAD = 6_291_456;

/**
 * What a connection does now.
 *
 *     open ──▶ finishing ──▶ lingering ──▶ closed
 *
 * Open, it reads requests and answers them. Finishing, it reads no more and sends what is left. Then
 * it ends its own half and lingers until the peer has ended the other: closing at once, with
 * something unread, would send a reset, and that may destroy responses on their way.
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
  /** The peer has ended its half: nothing more will come. */
  #isPeerDone = false;
  /** Messages may be waiting in the parser, so nothing is read. */
  #hasMore = false;
  /** Bytes that may have arrived before the server began to drain and are not read yet. */
  #unread = MOST_UNREAD;
  /** The message that has begun is the last one: the server drains, and all that had arrived is read. */
  #isLast = false;
  #isAtWork = false;
  #messages = 0;
  /** What the running timeouts are for: a stage of the message after so many. */
  #timed: { readonly stage: Stage | "none"; readonly message: number };

  constructor(sock: Socket, peer: Peer, shared: Shared, now: number) {
    this.sock = sock;
    this.peer = peer;
    this.#shared = shared;
    this.#parser = new MessageParser(shared.settings.limits);
    shared.selector.register(sock, EVENT_READ, this);
    // A client that never speaks has no longer than one that begins at once.
    this.#timed = { stage: "between", message: 0 };
    shared.timeouts.header.start(this, now);
  }

  /** Does what an event allows. */
  onEvents(mask: number, now: number): void {
    this.#guarded(() => {
      if (mask & EVENT_READ && !this.#hasMore) this.#receive();
      this.#proceed(now);
    });
  }

  /** Goes on with messages that have arrived already. */
  proceed(now: number): void {
    this.#guarded(() => {
      this.#proceed(now);
    });
  }

  /** Answers an error and reads no more. */
  fail(code: string, text: string, now: number): void {
    this.#guarded(() => {
      this.#refuse(code, text);
      this.#proceed(now);
    });
  }

  /** Ends when what was begun is finished: now, if nothing was. */
  drain(now: number): void {
    this.#guarded(() => {
      if (!this.#hasMore && this.#state === "open") this.#receive();
      this.#proceed(now);
    });
  }

  /** Ends in order, when all is sent. */
  finish(now: number): void {
    this.#guarded(() => {
      if (this.#state === "open") this.#state = "finishing";
      this.#proceed(now);
    });
  }

  /** True while the peer has not begun any message. */
  get isSilent(): boolean {
    return this.#messages === 0 && this.#parser.stage === "between";
  }

  /** Ends now, and tells the kernel to forget what was not sent. */
  abort(): void {
    if (this.#state === "closed") return;
    try {
      this.sock.setsockopt(SOL_SOCKET, SO_LINGER, ABORTING);
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
    }
    this.close();
  }

  /** Closes the socket and leaves everything that knew of it. */
  close(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#shared.forget(this);
    // A selector forgets by itself a socket that it could not be changed for.
    const { selector } = this.#shared;
    if (selector.get_map()?.has(this.sock) === true) selector.unregister(this.sock);
    closeQuietly(this.sock);
  }

  // A failure of one connection, ours or the kernel's, ends that one alone.
  #guarded(work: () => void): void {
    // Another event of the same turn may have closed it, and a handler may drain the server.
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
    this.#shared.tellFailure(this, error);
    this.abort();
  }

  /** False when nothing was there. */
  #receive(): boolean {
    const memory = this.#shared.receiveMemory;
    const count = receiveNow(this.sock, memory);
    if (count === 0) this.#isPeerDone = true;
    else if (count > 0 && this.#state === "open") this.#parser.push(memory.subarray(0, count));
    // Without an end, whoever sends on and on would be served until the deadline, and be cut off then.
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

  /** Answers the next message; false when there is none. */
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
      // Ctrl-C in the handler: without an answer the next one would be taken for it.
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
    this.#shared.tell("warning", `refused: ${code}`, this, text);
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
    if (this.#shared.isDraining && this.#isAtRest) {
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

  /** Open, with no message begun and none unanswered. */
  get #isAtRest(): boolean {
    return this.#state === "open" && !this.#hasMore && this.#parser.stage === "between";
  }

  #updateInterest(): void {
    const isReading = this.#state === "lingering" || (this.#state === "open" && !this.#hasMore);
    let events = isReading && !this.#isPeerDone ? EVENT_READ : 0;
    // With nothing to wait for it is its own turn again, or there is something left to send.
    if (this.#output.length > 0 || events === 0) events |= EVENT_WRITE;
    if (events === this.#interest) return;
    this.#shared.selector.modify(this.sock, events, this);
    this.#interest = events;
  }

  /** Gives the stage that the requests are in its time; nobody is hurried while we do not read. */
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

/** The number of bytes; 0 at the end, -1 when nothing is there after all. */
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
    // The peer has closed or reset it: its end comes with the next read.
    if (!(error instanceof OSError)) throw error;
  }
}
