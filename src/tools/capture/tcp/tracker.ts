import { ACK, FIN, RST, SYN, type TcpSegment } from "../decode/tcp.ts";
import { Connections, type Found } from "./connections.ts";
import type { Arrival, Connection, Direction } from "./conversation.ts";
import type { Note } from "./note.ts";
import { acknowledgesUnseen, findNotes, type Situation } from "./notes.ts";
import { findRepetition } from "./retransmission.ts";
import { advance, distance, isBefore } from "./sequence.ts";

/** A segment as its connection makes it read. */
export interface Tracked {
  /** The sequence number, counted from the direction's first. */
  readonly sequence: number;
  /** The acknowledgment, counted from the other direction's first. */
  readonly acknowledgment: number;
  /** In bytes, when the handshake was seen. */
  readonly window: number;
  readonly notes: ReadonlySet<Note>;
  /** For a repeated acknowledgment: the packet that it was in first, and the how manieth it is. */
  readonly duplicate: { readonly of: number; readonly count: number };
  /** The number that the other direction's count from. */
  readonly otherBase: number;
}

/** Follows TCP connections: what each segment is depends on the ones before it. */
export class Tracker {
  readonly #connections = new Connections();

  /** Reads a segment and remembers it. */
  track(arrival: Arrival): Tracked {
    const { segment } = arrival;
    const found = this.#connections.find(arrival);
    const { forward, backward } = found;
    setBases(segment, forward, backward);
    const notes = this.#notesOf(found, arrival);
    const otherBase = backward.base ?? 0;
    return {
      sequence: distance(forward.base ?? 0, segment.sequence),
      acknowledgment: distance(otherBase, segment.acknowledgment),
      window: forward.windowBytes,
      notes,
      duplicate: { of: forward.acknowledgedIn, count: Number(forward.duplicates) },
      otherBase,
    };
  }

  #notesOf(found: Found, arrival: Arrival): ReadonlySet<Note> {
    const { connection, forward, backward, arePortsReused } = found;
    const { segment, time } = arrival;
    measureHandshake(connection, segment, time);
    const situation = { segment, forward, backward };
    const notes = findNotes(situation);
    if (arePortsReused) notes.add("Port numbers reused");
    countDuplicates(situation, notes, arrival.number);
    noteUnseen(situation, notes);
    const { roundTrip } = connection;
    if (!notes.has("Keep-Alive")) {
      const repetition = findRepetition(situation, { time, roundTrip });
      if (repetition !== undefined) notes.add(repetition);
    }
    moveForward(situation, notes, time);
    readWindowScale(segment, forward, backward);
    forward.windowBytes = scaledWindow(segment, forward);
    return notes;
  }
}

function setBases({ flags, sequence, acknowledgment }: TcpSegment, ...both: Direction[]): void {
  const [forward, backward] = both as [Direction, Direction];
  forward.base ??= (flags & SYN) === 0 ? advance(sequence, -1) : sequence;
  // The first acknowledgment tells where the other direction began, if its SYN was not seen.
  if ((flags & ACK) !== 0) backward.base ??= advance(acknowledgment, -1);
}

/** Windows are scaled only if both sides' SYN have the option: RFC 7323. */
function readWindowScale(segment: TcpSegment, forward: Direction, backward: Direction): void {
  if ((segment.flags & SYN) === 0) return;
  // A SYN proposes anew; an answer cannot take back what its SYN refused.
  if (forward.windowScale === "refused" && (segment.flags & ACK) !== 0) return;
  const option = segment.options.find(({ kind }) => kind === "WS");
  if (option?.kind === "WS") {
    forward.windowScale = Math.min(option.shift, 14);
  } else if (forward.windowScale === "unknown") {
    forward.windowScale = "refused";
    backward.windowScale = "refused";
  }
}

function scaledWindow({ flags, window }: TcpSegment, { windowScale }: Direction): number {
  return (flags & SYN) === 0 && typeof windowScale === "number" ? window << windowScale : window;
}

function measureHandshake(connection: Connection, { flags }: TcpSegment, time: bigint): void {
  if ((flags & SYN) !== 0) {
    if ((flags & ACK) === 0) connection.synTime = time;
  } else if ((flags & (ACK | RST | FIN)) === ACK && connection.synTime !== undefined) {
    connection.roundTrip ??= time - connection.synTime;
  }
}

function countDuplicates({ segment, forward }: Situation, notes: Set<Note>, number: number): void {
  if (notes.has("Dup ACK")) {
    forward.duplicates = forward.duplicates === "unseen" ? 1 : forward.duplicates + 1;
  }
  if (segment.acknowledgment === forward.lastAcknowledgment) return;
  forward.acknowledgedIn = number;
  forward.duplicates = 0;
}

/** The same gap is told once: until its direction goes on, or acknowledges something new itself. */
function noteUnseen(situation: Situation, notes: Set<Note>): void {
  if (!acknowledgesUnseen(situation)) return;
  const { backward } = situation;
  if (backward.contiguous !== backward.next) {
    notes.add("ACKed unseen segment");
    backward.contiguous = backward.next;
    return;
  }
  if (backward.duplicates === 0) notes.add("ACKed unseen segment");
  backward.duplicates = "unseen";
}

/** Remembers a segment. */
function moveForward({ segment, forward }: Situation, notes: Set<Note>, time: bigint): void {
  const { sequence, payload, flags } = segment;
  const length = payload.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
  const end = advance(sequence, length);
  if (!notes.has("ZeroWindowProbe")) {
    if (forward.next === 0 || isBefore(forward.next, end)) {
      forward.next = end;
      forward.nextTime = time;
    }
    // A gap that is filled is filled up to the furthest byte.
    if (forward.contiguous === 0 || sequence === forward.contiguous) {
      forward.contiguous = forward.next;
    }
  }
  forward.window = segment.window;
  forward.lastAcknowledgment = segment.acknowledgment;
  forward.lastAcknowledgmentTime = time;
  forward.lastNotes = notes;
}
