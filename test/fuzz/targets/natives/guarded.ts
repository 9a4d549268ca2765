// Replaces the few numbers that calls must not get.

import { threadId } from "node:worker_threads";

import { argumentOf, mayBeDescriptor } from "./functions.ts";

/** Only the peer can end a receive with this flag; an interruption cannot. */
const MSG_WAITALL = 0x100;
/** Closing such a socket may take as long as the option says. */
const SO_LINGER = 13;
const SO_DEBUG = 1;
/** These wait for many descriptors; a timeout of 0 does not wait. */
const WAITERS = /^(?:raw )?(?:poll|select|epoll_wait|kevent|multiplexerWait)$/u;
const SHORT_SECONDS = 1e-9;

/** Returns the number to use for an argument. */
export function guarded(name: string, index: number, value: number, first: number): number {
  // A thread must not register as another one.
  if (name === "introduceThread") return threadId;
  // Node's own descriptors are off limits.
  if (mayBeDescriptor(name, index) && Number.isInteger(value) && value >= 0 && value < first) {
    return value + first;
  }
  switch (argumentOf(name, index)?.[0]) {
    case "timeout":
      // 0 is for non-blocking descriptors; a blocking one would block forever.
      return value === 0 && !WAITERS.test(name) ? SHORT_SECONDS : value;
    case "flags":
      return Number.isInteger(value) && (value & MSG_WAITALL) !== 0 ? value - MSG_WAITALL : value;
    case "option":
      return value === SO_LINGER ? SO_DEBUG : value;
    default:
      return value;
  }
}
