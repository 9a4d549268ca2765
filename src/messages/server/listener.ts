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

/** Connections that are taken before it is the others' turn. */
const ACCEPT_BUDGET = 64;

/** How long a listener rests when there is no descriptor or memory left, in milliseconds. */
const REST = 1000;

/** accept(2): errors of a connection that is gone already, or was never let through, are told here too. */
const ofTheConnection: ReadonlySet<number | null | undefined> = new Set([
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
  #resting: "no" | "full" | "exhausted" = "no";
  #restsUntil = Infinity;

  constructor(sock: Socket, shared: Shared) {
    this.sock = sock;
    this.#shared = shared;
    this.address = sock.getsockname();
    this.#file = fileOf(this.address);
    sock.setblocking(false);
    this.#watch();
  }

  /** When it wants to try again after a rest. */
  get wakesAt(): number {
    return this.#restsUntil;
  }

  /** Takes connections that wait, while there is room for them. */
  onEvents(_mask: number, now: number): void {
    for (let budget = ACCEPT_BUDGET; budget > 0 && !this.#isClosed; budget--) {
      if (this.#isFull) {
        this.#rest("full", Infinity);
        return;
      }
      if (!this.#accept(now)) return;
    }
  }

  /** Goes on after a rest, if there is room again. */
  wake(now: number): void {
    if (this.#resting === "no" || this.#isFull) return;
    if (this.#resting === "exhausted" && now < this.#restsUntil) return;
    this.#restsUntil = Infinity;
    try {
      this.#watch();
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      this.#rest("exhausted", now + REST);
    }
  }

  /** Takes what waits already, and listens no more. */
  close(now: number): void {
    try {
      while (!this.#isFull && this.#accept(now));
    } finally {
      this.#isClosed = true;
      if (this.#isWatched) this.#shared.selector.unregister(this.sock);
      // First, while its inode is in use and cannot be another file's.
      this.#removeFile();
      closeQuietly(this.sock);
    }
  }

  get #isFull(): boolean {
    return this.#shared.connections.size >= this.#shared.settings.maxConnections;
  }

  /** True when there may be more. */
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
      this.#resume();
      return false;
    }
    if (ofTheConnection.has(error.errno)) {
      this.#shared.tell("info", "accept failed", undefined, error.message);
      return true;
    }
    if (this.#resting !== "exhausted") {
      this.#shared.tell("warning", "accepting rests", undefined, error.message);
    }
    this.#rest("exhausted", now + REST);
    return false;
  }

  #take(sock: Socket, address: AddressResult, now: number): void {
    try {
      sock.setblocking(false);
      const connection = new Connection(sock, { address }, this.#shared, now);
      this.#shared.connections.add(connection);
      this.#shared.tell("info", "accepted", connection);
    } catch (error) {
      closeQuietly(sock);
      if (!(error instanceof OSError)) throw error;
      const peer = repr(address);
      this.#shared.tell("warning", `no room for ${peer}`, undefined, error.message);
    }
  }

  /** While it rests it is not watched: a queue that nobody empties stays ready, and would spin. */
  #rest(why: "full" | "exhausted", until: number): void {
    if (why === "full" && this.#resting === "no") this.#shared.tell("warning", "full");
    this.#resting = why;
    this.#restsUntil = until;
    if (!this.#isWatched) return;
    this.#isWatched = false;
    this.#shared.selector.unregister(this.sock);
  }

  // Only now that nobody waits: with each that goes another one would come, and each time be told of.
  #resume(): void {
    if (this.#resting !== "no") this.#shared.tell("warning", "accepting again");
    this.#resting = "no";
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#shared.selector.register(this.sock, EVENT_READ, this);
    this.#isWatched = true;
  }

  // Another server may have put its own socket there meanwhile.
  #removeFile(): void {
    if (this.#file === null) return;
    const { path, inode } = this.#file;
    try {
      if (inodeOf(path) === inode) unlinkSync(path);
    } catch (error) {
      // The folder may be out of reach by now. What was begun is finished all the same.
      this.#shared.tell("warning", "left its file", undefined, (error as Error).message);
    }
  }
}

/** The file of an AF_UNIX address, unless it is abstract. */
function fileOf(address: AddressResult): { path: string; inode: number } | null {
  if (typeof address !== "string" || address === "") return null;
  return { path: address, inode: inodeOf(address) };
}

function inodeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.ino ?? -1;
}
