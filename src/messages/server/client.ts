import type { Peer } from "./handler.ts";

/** What a server's selector watches: a connection or a listener. */
export interface Watched {
  /** Handles events; `now` is in milliseconds. */
  onEvents(mask: number, now: number): void;
}

/** A connection, as seen by the parts of a server that manage many. */
export interface Client extends Watched {
  readonly peer: Peer;
  /** True until it has sent a byte. */
  readonly isSilent: boolean;
  /** Continues with the messages left over from its last turn. */
  proceed(now: number): void;
  /** Sends an error response, then closes. */
  fail(code: string, text: string, now: number): void;
  /** Reads what has arrived, and closes after any message that has begun. */
  drain(now: number): void;
  /** Stops reading, sends what is left, then closes. */
  finish(now: number): void;
  /** Closes at once with a reset. */
  abort(): void;
  /** Closes at once. */
  close(): void;
}
