import type { Peer } from "./handler.ts";

/** What the selector of a server watches: a connection or a listener. */
export interface Watched {
  /** Does what an event allows; `now` is in milliseconds. */
  onEvents(mask: number, now: number): void;
}

/** A connection as the parts of a server that hold many of them use it. */
export interface Client extends Watched {
  readonly peer: Peer;
  /** True while it has not sent a byte. */
  readonly isSilent: boolean;
  /** Goes on with messages that its last turn left over. */
  proceed(now: number): void;
  /** Sends an error, then ends. */
  fail(code: string, text: string, now: number): void;
  /** Reads what had arrived, and ends after the message that has begun. */
  drain(now: number): void;
  /** Reads no more, sends what is left, then ends. */
  finish(now: number): void;
  /** Ends at once with a reset. */
  abort(): void;
  /** Ends at once. */
  close(): void;
}
