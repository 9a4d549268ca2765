import type { TcpSegment } from "../decode/tcp.ts";
import type { Note } from "./note.ts";

/** A segment with where it belongs, and when it came. */
export interface Arrival {
  readonly source: string;
  readonly destination: string;
  readonly segment: TcpSegment;
  /** The packet's number in the listing. */
  readonly number: number;
  /** Nanoseconds. */
  readonly time: bigint;
}

/** What was seen of one direction of a connection. */
export class Direction {
  /** The sequence number that is shown as 0. */
  base: number | undefined;
  /** The shift that its SYN offers for windows; "refused" when either side's SYN offers none. */
  windowScale: number | "unknown" | "refused" = "unknown";
  /** The sequence number behind the furthest byte; 0, as in tshark, before there was any. */
  next = 0;
  nextTime = 0n;
  /** The sequence number behind the furthest byte without a gap before it. */
  contiguous = 0;
  lastAcknowledgment = 0;
  lastAcknowledgmentTime = 0n;
  /** The window of its last segment as it stood there, and in bytes. */
  window: number | undefined;
  windowBytes = 0;
  /**
   * How many times the last acknowledgment was repeated, or "unseen" when the other side acknowledged
   * something that this direction was not seen to send; and in which packet it was first.
   */
  duplicates: number | "unseen" = 0;
  acknowledgedIn = 0;
  /** What was noted about its last segment. */
  lastNotes: ReadonlySet<Note> = new Set();
}

/** What was seen of a connection. */
export class Connection {
  readonly #directions = new Map<string, Direction>();
  /** When its SYN came, and how long the handshake took, in nanoseconds. */
  synTime: bigint | undefined;
  roundTrip: bigint | undefined;

  /** The direction of a sender. */
  direction(sender: string): Direction {
    let direction = this.#directions.get(sender);
    if (direction === undefined) this.#directions.set(sender, (direction = new Direction()));
    return direction;
  }
}
