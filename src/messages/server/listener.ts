import { lstatSync, unlinkSync } from "node:fs";

import * as errno from "../../errno.ts";
import { OSError } from "../../errors.ts";
import { repr } from "../../python/index.ts";
import { EVENT_READ } from "../../selectors/index.ts";
import { type AddressResult, type Socket } from "../../socket/index.ts";
import type { Watched } from "./client.ts";
import { closeQuietly } from "./close-quietly.ts";
import { Connection } from "./connection.ts";
import type { Shared } from "./shared.ts";

/** Connections to accept before the others' turn. */
const ACCEPT_BUDGET = 64;

/** How long a listener pauses when descriptors or memory run out, in milliseconds. */
const PAUSE = 1000;

/**
 * Errors of accept(2) that concern the new connection, which is already gone or was rejected by a
 * firewall.
 */
const connectionErrors: ReadonlySet<number | null | undefined> = new Set([
  errno.ECONNABORTED,
  errno.EHOSTDOWN,
  errno.EHOSTUNREACH,
  errno.ENETDOWN,
  errno.ENETUNREACH,
  errno.ENONET,
  errno.ENOPROTOOPT,
  errno.EOPNOTSUPP,
  errno.EPERM,
  errno.EPROTO,
]);

/** A listening socket of a {@link MessageServer}. */
export class Listener implements Watched {
  readonly sock: Socket;
  readonly address: AddressResult;
  readonly #shared: Shared;
  readonly #file: { readonly path: string; readonly inode: number } | null;
  #isWatched = false;
  #isClosed = false;
  #paused: "no" | "full" | "exhausted" = "no";
  #pausedUntil = Infinity;

  constructor(sock: Socket, shared: Shared) {
    this.sock = sock;
    this.#shared = shared;
    this.address = sock.getsockname();
    this.#file = fileOf(this.address);
    sock.setblocking(false);
    this.#watch();
  }

  /** When to try again after a pause. */
  get wakesAt(): number {
    return this.#pausedUntil;
  }

  /** Accepts waiting connections while there is room for them. */
  onEvents(_mask: number, now: number): void {
    for (let budget = ACCEPT_BUDGET; budget > 0 && !this.#isClosed; budget--) {
      if (this.#isFull) {
        this.#pause("full", Infinity);
        return;
      }
      if (!this.#accept(now)) return;
    }
  }

  /** Resumes after a pause, if there is room again. */
  wake(now: number): void {
    if (this.#paused === "no" || this.#isFull) return;
    if (this.#paused === "exhausted" && now < this.#pausedUntil) return;
    this.#pausedUntil = Infinity;
    try {
      this.#watch();
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      this.#pause("exhausted", now + PAUSE);
    }
  }

  /** Accepts the connections already waiting, then stops listening. */
  close(now: number): void {
    try {
      while (!this.#isFull && this.#accept(now));
    } finally {
      this.#isClosed = true;
      if (this.#isWatched) this.#shared.selector.unregister(this.sock);
      // Before closing: while the socket exists, no other file can have its inode.
      this.#removeFile();
      closeQuietly(this.sock);
    }
  }

  get #isFull(): boolean {
    return this.#shared.connections.size >= this.#shared.settings.maxConnections;
  }

  /** Accepts a connection; returns true if there may be more. */
  #accept(now: number): boolean {
    let accepted: [Socket, AddressResult];
    try {
      accepted = this.sock.accept();
    } catch (error) {
      return this.#acceptFailed(error, now);
    }
    this.#take(...accepted, now);
    return true;
  }

  #acceptFailed(error: unknown, now: number): boolean {
    if (!(error instanceof OSError)) throw error;
    if (error.errno === errno.EAGAIN) {
      this.#noteResumed();
      return false;
    }
    if (connectionErrors.has(error.errno)) {
      this.#shared.log("info", "accept failed", undefined, error.message);
      return true;
    }
    if (this.#paused !== "exhausted") {
      this.#shared.log("warning", "accepting paused", undefined, error.message);
    }
    this.#pause("exhausted", now + PAUSE);
    return false;
  }

  #take(sock: Socket, address: AddressResult, now: number): void {
    try {
      sock.setblocking(false);
      const connection = new Connection(sock, { address }, this.#shared, now);
      this.#shared.connections.add(connection);
      this.#shared.log("info", "accepted", connection);
    } catch (error) {
      closeQuietly(sock);
      if (!(error instanceof OSError)) throw error;
      const peer = repr(address);
      this.#shared.log("warning", `cannot serve ${peer}`, undefined, error.message);
    }
  }

  /** Stops watching: a queue that nobody empties stays ready, and the loop would spin. */
  #pause(why: "full" | "exhausted", until: number): void {
    if (why === "full" && this.#paused === "no")
      this.#shared.log("warning", "connection limit reached");
    this.#paused = why;
    this.#pausedUntil = until;
    if (!this.#isWatched) return;
    this.#isWatched = false;
    this.#shared.selector.unregister(this.sock);
  }

  // Only when the queue is empty: at the limit, each closed connection makes room for just one
  // more, and every change would be logged.
  #noteResumed(): void {
    if (this.#paused !== "no") this.#shared.log("warning", "accepting resumed");
    this.#paused = "no";
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#shared.selector.register(this.sock, EVENT_READ, this);
    this.#isWatched = true;
  }

  // Another server may have put its own socket at this path by now.
  #removeFile(): void {
    if (this.#file === null) return;
    const { path, inode } = this.#file;
    try {
      if (inodeOf(path) === inode) unlinkSync(path);
    } catch (error) {
      // The directory may not be accessible any more; shutting down continues anyway.
      this.#shared.log(
        "warning",
        "cannot remove the socket's file",
        undefined,
        (error as Error).message,
      );
    }
  }
}

/** Returns the file of a Unix socket's address, unless it is abstract. */
function fileOf(address: AddressResult): { path: string; inode: number } | null {
  if (typeof address !== "string" || address === "") return null;
  return { path: address, inode: inodeOf(address) };
}

function inodeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.ino ?? -1;
}
