import { isMainThread } from "node:worker_threads";
import { setImmediate as nextTurn } from "node:timers/promises";

import { typeName, wrongType } from "../../arguments/errors.ts";
import { checkTimeout, SELECTOR_TIMEOUT } from "../../arguments/seconds.ts";
import { KeyboardInterrupt, RuntimeError } from "../../errors.ts";
import type { AddressResult } from "../../socket/index.ts";
import type { Client } from "./client.ts";
import { closeQuietly } from "./close-quietly.ts";
import type { Handler } from "./handler.ts";
import { Listener } from "./listener.ts";
import { openListeners, type ServerAddress } from "./open-listener.ts";
import { type ServerOptions, settingsOf } from "./options.ts";
import { Shared } from "./shared.ts";

/**
 * How long {@link MessageServer.run} may delay signals by keeping control from Node's event loop,
 * in milliseconds.
 */
const LONGEST_TURN = 250;
const BUSY_TURNS = 20;

/**
 * A message server for many clients, with one thread and one selector. Connections may carry any
 * number of messages; each gets its responses in the order of its requests.
 *
 *     const server = new MessageServer((request) => ({ content: request.content }));
 *     console.log(server.listen(["127.0.0.1", 65432]));
 *     await server.run();
 */
export class MessageServer implements Disposable {
  readonly #shared: Shared;
  #listeners: Listener[] = [];
  #drainsUntil = Infinity;
  #isClosed = false;
  #isTurning = false;

  /**
   * @param handler - takes a request and returns the response
   * @throws TypeError or RangeError for an invalid handler or option
   */
  constructor(handler: Handler, options: ServerOptions = {}) {
    if (typeof handler !== "function") {
      throw wrongType(`handler must be a function, not ${typeName(handler)}`);
    }
    this.#shared = new Shared(handler, settingsOf(options));
  }

  /**
   * Listens on every address of a host, or on a Unix socket's path: `bind(2)`, `listen(2)`. Returns the
   * addresses. You may call it several times. Addresses that this machine does not have are
   * skipped, with a note in the log, unless none are left. A socket file left behind by a dead
   * server is replaced, and the file is removed at the end.
   *
   * @param address - `[host, port]`; host `""` means all interfaces, port 0 lets the kernel choose
   * @throws OSError EADDRINUSE, EACCES, …; gaierror for an unknown name
   * @see https://man7.org/linux/man-pages/man2/listen.2.html
   */
  listen(address: ServerAddress): AddressResult[] {
    if (this.#isClosed || this.#shared.isDraining) throw new RuntimeError("The server is closed");
    const socks = openListeners(address, this.#shared.settings);
    const opened: Listener[] = [];
    try {
      for (const sock of socks) opened.push(new Listener(sock, this.#shared));
    } catch (error) {
      for (const listener of opened) listener.close(performance.now());
      for (const sock of socks) closeQuietly(sock);
      throw error;
    }
    this.#listeners.push(...opened);
    return opened.map((listener) => listener.address);
  }

  /** True once the server is closed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The number of open connections. */
  get connections(): number {
    return this.#shared.connections.size;
  }

  /** The number of messages handled. */
  get messages(): number {
    return this.#shared.messages;
  }

  /**
   * Waits for events once and handles them: `epoll_wait(2)`.
   *
   * @param timeout - maximum seconds to wait; null waits until something happens
   * @throws KeyboardInterrupt on Ctrl-C; OSError if waiting itself fails; RuntimeError if the
   *   server is closed, or if a handler calls it
   * @see https://man7.org/linux/man-pages/man2/epoll_wait.2.html
   */
  turn(timeout: number | null = null): void {
    if (this.#isClosed) throw new RuntimeError("The server is closed");
    if (this.#isTurning) throw new RuntimeError("A handler must not call turn()");
    checkTimeout(timeout, "turn(): timeout", SELECTOR_TIMEOUT);
    this.#isTurning = true;
    try {
      this.#turn(timeout);
    } finally {
      this.#isTurning = false;
    }
  }

  #turn(timeout: number | null): void {
    const events = this.#shared.selector.select(this.#secondsToWait(timeout));
    const now = performance.now();
    for (const [key, mask] of events) key.data.onEvents(mask, now);
    this.#handleLeftOver(now);
    this.#endOverdue(now);
    for (const listener of this.#listeners) listener.wake(now);
    if (this.#shared.isDraining) this.#endDrained(now);
  }

  /**
   * Serves until the server is drained. SIGINT and SIGTERM start draining, from the moment you call
   * this; a second signal closes the server at once. Signals are noticed within a quarter of a
   * second.
   *
   * @returns the signal that closed it at once, or null
   * @throws OSError if waiting itself fails
   */
  async run(): Promise<NodeJS.Signals | null> {
    let closedBy: NodeJS.Signals | null = null;
    const stop = (signal: NodeJS.Signals): void => {
      if (this.#isClosed) return;
      if (!this.#shared.isDraining) {
        this.drain();
        return;
      }
      closedBy = signal;
      this.close();
    };
    // Workers receive no signals.
    const signals = isMainThread ? (["SIGINT", "SIGTERM"] as const) : [];
    for (const signal of signals) process.on(signal, stop);
    try {
      while (!this.#isClosed) {
        await nextTurn();
        this.#turnUntilInterrupted(stop);
      }
      return closedBy;
    } finally {
      for (const signal of signals) process.off(signal, stop);
      this.close();
    }
  }

  /**
   * Shuts down gracefully: handles the requests that have arrived, waits up to the drain timeout
   * for a message that has begun, and accepts no new connections.
   */
  drain(): void {
    if (this.#isClosed || this.#shared.isDraining) return;
    const now = performance.now();
    this.#shared.isDraining = true;
    this.#drainsUntil = now + this.#shared.settings.drainTimeout * 1000;
    this.#closeListeners(now);
    for (const connection of [...this.#shared.connections]) connection.drain(now);
    this.#shared.log("info", `draining ${this.connections} connections`);
    this.#endDrained(now);
  }

  /** Closes every connection at once and discards unsent data. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closeListeners(performance.now());
    const left = [...this.#shared.connections];
    if (left.length > 0)
      this.#shared.log("warning", `closed ${left.length} unfinished connections`);
    for (const connection of left) connection.abort();
    this.#shared.selector.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Returns the seconds until the next deadline, or Infinity. */
  #secondsToWait(timeout: number | null): number {
    if (this.#shared.again.size > 0) return 0;
    const ends = Object.values(this.#shared.timeouts).map(({ next }) => next);
    const wakes = this.#listeners.map(({ wakesAt }) => wakesAt);
    const first = Math.min(this.#drainsUntil, ...ends, ...wakes);
    const seconds = Math.max(0, (first - performance.now()) / 1000);
    return Math.min(timeout ?? Infinity, seconds);
  }

  #handleLeftOver(now: number): void {
    const { again } = this.#shared;
    if (again.size === 0) return;
    for (const connection of [...again]) {
      again.delete(connection);
      connection.proceed(now);
    }
  }

  #endOverdue(now: number): void {
    const { header, request, idle, write, linger } = this.#shared.timeouts;
    const each = (deadlines: typeof header, end: (connection: Client) => void): void => {
      for (let late; (late = deadlines.takeExpired(now)) !== undefined;) end(late);
    };
    each(header, (late) => {
      if (late.isSilent) late.finish(now);
      else late.fail("HEADER_TIMEOUT", "The header took too long", now);
    });
    each(request, (late) => {
      late.fail("REQUEST_TIMEOUT", "The request took too long", now);
    });
    each(idle, (late) => {
      late.finish(now);
    });
    each(write, (late) => {
      late.abort();
    });
    each(linger, (late) => {
      late.close();
    });
  }

  #endDrained(now: number): void {
    if (this.connections === 0 || now >= this.#drainsUntil) this.close();
  }

  #closeListeners(now: number): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener.close(now);
  }

  /** Runs several turns before returning to Node's event loop, whose cost exceeds a turn's. */
  #turnUntilInterrupted(stop: (signal: NodeJS.Signals) => void): void {
    try {
      for (let turns = 0; turns < BUSY_TURNS && !this.#isClosed; turns++) {
        const before = performance.now();
        this.turn(LONGEST_TURN / 1000);
        if (performance.now() - before > LONGEST_TURN / 10) return;
      }
    } catch (error) {
      if (!(error instanceof KeyboardInterrupt)) throw error;
      stop("SIGINT");
    }
  }
}
