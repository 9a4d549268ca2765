import { ACK, FIN, RST, SYN, type TcpSegment } from "../decode/tcp.ts";
import type { Direction } from "./conversation.ts";
import type { Note } from "./note.ts";
import { advance, isBefore } from "./sequence.ts";

/** A segment between the two directions of its connection. */
export interface Situation {
  readonly segment: TcpSegment;
  readonly forward: Direction;
  readonly backward: Direction;
}

interface Rule {
  readonly note: Note;
  readonly holds: (situation: Situation) => boolean;
  /** Whether nothing below applies to a segment that this applies to. */
  readonly isLast?: true;
}

/** What is asked about the window and the numbers, one after the other. */
const rules: readonly Rule[] = [
  { note: "ZeroWindowProbe", holds: isZeroWindowProbe, isLast: true },
  { note: "ZeroWindow", holds: ({ segment }) => segment.window === 0 && isPlain(segment) },
  { note: "Previous segment not captured", holds: isBehindGap },
  { note: "Keep-Alive", holds: isKeepAlive },
  { note: "Window Update", holds: isWindowUpdate },
  { note: "Window Full", holds: fillsWindow },
  { note: "Keep-Alive ACK", holds: answers("Keep-Alive"), isLast: true },
  { note: "ZeroWindowProbeAck", holds: answersProbe, isLast: true },
  { note: "Dup ACK", holds: isRepeated },
];

/** What a segment is by its window and numbers, and the state that was before it. */
export function findNotes(situation: Situation): Set<Note> {
  const found = new Set<Note>();
  for (const { note, holds, isLast } of rules) {
    if (!holds(situation)) continue;
    found.add(note);
    if (isLast) break;
  }
  return found;
}

function isPlain({ flags }: TcpSegment): boolean {
  return (flags & (SYN | FIN | RST)) === 0;
}

function isZeroWindowProbe({ segment, forward, backward }: Situation): boolean {
  return segment.payload.length === 1 && segment.sequence === forward.next && backward.window === 0;
}

function isBehindGap({ segment, forward }: Situation): boolean {
  if (forward.next === 0 || (segment.flags & RST) !== 0) return false;
  return isBefore(forward.next, segment.sequence);
}

function isKeepAlive({ segment, forward }: Situation): boolean {
  if (segment.payload.length > 1 || !isPlain(segment)) return false;
  return segment.sequence === advance(forward.next, -1);
}

/** An empty segment with the numbers of the one before it. */
function hasSameNumbers({ segment, forward }: Situation): boolean {
  return (
    segment.payload.length === 0 &&
    segment.sequence === forward.next &&
    segment.acknowledgment === forward.lastAcknowledgment &&
    isPlain(segment)
  );
}

function isWindowUpdate(situation: Situation): boolean {
  const { segment, forward } = situation;
  return segment.window !== 0 && segment.window !== forward.window && hasSameNumbers(situation);
}

function isRepeated(situation: Situation): boolean {
  const { segment, forward } = situation;
  return segment.window !== 0 && segment.window === forward.window && hasSameNumbers(situation);
}

function answers(note: Note) {
  return (situation: Situation): boolean =>
    isRepeated(situation) && situation.backward.lastNotes.has(note);
}

function answersProbe(situation: Situation): boolean {
  const { segment, forward, backward } = situation;
  const isClosed = segment.window === 0 && forward.window === 0;
  return isClosed && hasSameNumbers(situation) && backward.lastNotes.has("ZeroWindowProbe");
}

/** Whether a segment goes up to the last byte that the other side has room for. */
function fillsWindow({ segment, backward }: Situation): boolean {
  const { windowScale, windowBytes, lastAcknowledgment } = backward;
  if (segment.payload.length === 0 || windowScale === "unknown") return false;
  const end = advance(segment.sequence, segment.payload.length);
  return end === advance(lastAcknowledgment, windowBytes) && isPlain(segment);
}

/** Whether a segment acknowledges what was not seen before it. */
export function acknowledgesUnseen({ segment, backward }: Situation): boolean {
  if (backward.contiguous === 0 || (segment.flags & ACK) === 0) return false;
  return isBefore(backward.contiguous, segment.acknowledgment);
}
