/**
 * What the runner asks of the agents, which make the calls, and what they answer.
 *
 * @module
 */

import type { Call } from "../trace/call.ts";

/** A named thing of the agent's as an argument of a call. */
export interface Reference {
  readonly $thing: string;
}

/** Whether an argument names a thing. */
export function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "$thing" in value;
}

/** What makes things; all but the socket pair make one. */
export type Maker = "socket" | "socketpair" | "poll" | "epoll";

/** One thing to do. */
export type Request =
  | { kind: "make"; maker: Maker; names: readonly string[]; args: readonly unknown[] }
  /** A method of a thing; what it makes, as accept and dup do, gets the name `makes`. */
  | {
      kind: "call";
      target: string;
      method: string;
      args: readonly unknown[];
      makes?: string;
      thread?: string;
    }
  | { kind: "select"; args: readonly unknown[] }
  /** A function that a module exports. */
  | { kind: "run"; module: string; name: string; args: readonly unknown[] }
  /** Sends blocks of so many bytes until the kernel refuses. */
  | { kind: "fill"; target: string; size: number }
  | { kind: "thread"; name: string }
  /** Takes the loopback interface up or down. */
  | { kind: "loopback"; isUp: boolean }
  /** Hands the descriptor of a socket to the runner, or takes one from it. */
  | { kind: "give"; target: string }
  | { kind: "take"; name: string }
  /** The states of all sockets; with `takesErrors` SO_ERROR too, which consumes it. */
  | { kind: "look"; takesErrors: boolean };

/** A failed call, as far as it can be told in another process. */
export interface Failure {
  /** The class: `"BrokenPipeError"`, `"KeyboardInterrupt"`, `"TypeError"`. */
  readonly name: string;
  readonly message: string;
  /** The errno's name, of an OSError that has one. */
  readonly code?: string;
  readonly stack?: string;
}

/** How a request ended. */
type Outcome = { readonly value: unknown } | { readonly failure: Failure };

/** What came of a request. */
export interface Answer {
  readonly outcome: Outcome;
  /** The system calls that it came to; of very many the last. */
  readonly calls?: readonly Call[];
  /** How many there were before them. */
  readonly lostCalls?: number;
  /** The memory of a call that fills what it is given: recv_into. */
  readonly filled?: Uint8Array;
}

/** The answer to a request. */
export interface Reply extends Answer {
  readonly id: number;
  /** How long it took. */
  readonly seconds: number;
}

/** What the agent of a process sees of one of its open sockets. */
export interface Sight {
  readonly name: string;
  readonly fd: number;
  readonly inode: number;
  readonly family: number;
  readonly type: number;
  readonly local: unknown;
  readonly remote: unknown;
  /** The TCP state without a prefix; null for what is not TCP. */
  readonly state: string | null;
  /** The events of `poll(2)`: `"IN|OUT"`. */
  readonly readiness: string;
  /** The name of the error that SO_ERROR gave, `"OK"` for none; only when it was asked for. */
  readonly error?: string;
}

/** What `poll` of an epoll or a poll object gives: the names of things, and their events. */
export type Ready = readonly [name: string, events: string];

/** What filling a socket's buffers came to. */
export interface Filled {
  readonly bytes: number;
  readonly sends: number;
  /** The error that ended it. */
  readonly error: string;
}
