/**
 * The messages between the runner and its agents, the processes that make the calls.
 *
 * @module
 */

import type { Call } from "../trace/call.ts";

/** An argument of a call that stands for a named object of the agent. */
export interface Reference {
  readonly $object: string;
}

/** True if an argument stands for a named object. */
export function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "$object" in value;
}

/** The functions that make objects: two for `socketpair`, otherwise one. */
export type Maker = "socket" | "socketpair" | "poll" | "epoll";

/** A request to an agent. */
export type Request =
  | { kind: "make"; maker: Maker; names: readonly string[]; args: readonly unknown[] }
  /** Calls a method of an object. `makes` names the socket that accept or dup returns. */
  | {
      kind: "call";
      target: string;
      method: string;
      args: readonly unknown[];
      makes?: string;
      thread?: string;
    }
  | { kind: "select"; args: readonly unknown[] }
  /** Calls a function that a module exports. */
  | { kind: "run"; module: string; name: string; args: readonly unknown[] }
  /** Sends blocks of `size` bytes until EAGAIN. */
  | { kind: "fill"; target: string; size: number }
  | { kind: "thread"; name: string }
  /** Sets the loopback interface up or down. */
  | { kind: "loopback"; isUp: boolean }
  /** Sends a socket's descriptor to the runner, or receives one from it. */
  | { kind: "give"; target: string }
  | { kind: "take"; name: string }
  /** Returns the states of all sockets; with `clearsErrors` also SO_ERROR, which reading clears. */
  | { kind: "look"; clearsErrors: boolean };

/** An error in a form that can be sent to another process. */
export interface Failure {
  /** The class: `"BrokenPipeError"`, `"KeyboardInterrupt"`, `"TypeError"`. */
  readonly name: string;
  readonly message: string;
  /** The name of the errno, for an OSError that has one. */
  readonly code?: string;
  readonly stack?: string;
}

/** The result of a request, or its error. */
type Outcome = { readonly value: unknown } | { readonly failure: Failure };

/** The outcome of a request and the system calls it made. */
export interface Answer {
  readonly outcome: Outcome;
  /** The last system calls that it made. */
  readonly calls?: readonly Call[];
  /** The number of system calls before those. */
  readonly lostCalls?: number;
  /** The memory that a call such as recv_into has filled. */
  readonly filled?: Uint8Array;
}

/** The answer to a request. */
export interface Reply extends Answer {
  readonly id: number;
  /** How long the request took. */
  readonly seconds: number;
}

/** What an agent reports about one of its open sockets. */
export interface SocketSnapshot {
  readonly name: string;
  readonly fd: number;
  readonly inode: number;
  readonly family: number;
  readonly type: number;
  readonly local: unknown;
  readonly remote: unknown;
  /** The TCP state without its prefix; null if it is not a TCP socket. */
  readonly state: string | null;
  /** The events that `poll(2)` reports: `"IN|OUT"`. */
  readonly readiness: string;
  /** The name of the error in SO_ERROR, `"OK"` for 0; only if it was requested. */
  readonly error?: string;
}

/** An item of what `poll` of an epoll or poll object returns: an object's name and its events. */
export type Ready = readonly [name: string, events: string];

/** How much was sent until a socket's buffers were full. */
export interface Filled {
  readonly bytes: number;
  readonly sends: number;
  /** The error that ended it. */
  readonly error: string;
}
