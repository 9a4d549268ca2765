// The few numbers that calls do not get, and what they get instead.

import { threadId } from "node:worker_threads";

import { argumentOf, mayBeDescriptor } from "./functions.ts";

/** A receive with it ends when its peer lets it, and not for an interruption. */
const MSG_WAITALL = 0x100;
/** To close such a socket may take as long as the option says. */
const SO_LINGER = 13;
const SO_DEBUG = 1;
/** They wait for many descriptors, and take 0 for not at all. */
const WAITERS = /^(?:raw )?(?:poll|select|epoll_wait|kevent|multiplexerWait)$/u;
const SHORT_SECONDS = 1e-9;

/** The number that a call gets for an argument. */
export function guarded(name: string, index: number, value: number, first: number): number {
  // No thread is to become another.
  if (name === "introduceThread") return threadId;
  // What Node has open is no part of the game.
  if (mayBeDescriptor(name, index) && Number.isInteger(value) && value >= 0 && value < first) {
    return value + first;
  }
  switch (argumentOf(name, index)?.[0]) {
    case "timeout":
      // 0 is for descriptors that do not block, and the others block then for good.
      return value === 0 && !WAITERS.test(name) ? SHORT_SECONDS : value;
    case "flags":
      return Number.isInteger(value) && (value & MSG_WAITALL) !== 0 ? value - MSG_WAITALL : value;
    case "option":
      return value === SO_LINGER ? SO_DEBUG : value;
    default:
      return value;
  }
}
