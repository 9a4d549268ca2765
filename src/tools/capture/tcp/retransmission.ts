import { FIN, SYN } from "../decode/tcp.ts";
import type { Note } from "./note.ts";
import type { Situation } from "./notes.ts";
import { advance, isBefore } from "./sequence.ts";

const FAST_NANOSECONDS = 20_000_000n;
/** How late a segment may be that was overtaken, when the round trip is not known. */
const OVERTAKEN_NANOSECONDS = 3_000_000n;

/** When a segment came, and how long its connection's handshake took, in nanoseconds. */
export interface Timing {
  readonly time: bigint;
  readonly roundTrip: bigint | undefined;
}

/** Which kind of repetition a segment is that brings data, or begins or ends its direction. */
export function findRepetition(situation: Situation, timing: Timing): Note | undefined {
  const { segment, forward, backward } = situation;
  const length = segment.payload.length;
  if (length === 0 && (segment.flags & (SYN | FIN)) === 0) return undefined;
  const end = advance(segment.sequence, length);
  const { lastAcknowledgment } = backward;
  if (length > 0 && lastAcknowledgment !== 0 && !isBefore(lastAcknowledgment, end)) {
    return "Spurious Retransmission";
  }
  if (!isBehind(situation)) return undefined;
  if (isFast(situation, timing)) return "Fast Retransmission";
  const isLate = timing.time - forward.nextTime < (timing.roundTrip ?? OVERTAKEN_NANOSECONDS);
  const next = (segment.flags & (SYN | FIN)) === 0 ? end : advance(end, 1);
  return isLate && forward.next !== next ? "Out-Of-Order" : "Retransmission";
}

/** Whether a segment begins before what was seen already. */
function isBehind({ segment, forward }: Situation): boolean {
  if (forward.next === 0) return false;
  // More than the byte of a keep-alive or a probe brings new data.
  const isProbed = segment.payload.length > 1 && segment.sequence === advance(forward.next, -1);
  return !isProbed && isBefore(segment.sequence, forward.next);
}

/** Whether it answers two acknowledgments that were repeated just before. */
function isFast({ segment, backward }: Situation, { time }: Timing): boolean {
  return (
    (backward.duplicates === "unseen" || backward.duplicates >= 2) &&
    backward.lastAcknowledgment === segment.sequence &&
    time - backward.lastAcknowledgmentTime < FAST_NANOSECONDS
  );
}
