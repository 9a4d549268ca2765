import { ACK, flagNames, type TcpSegment, URG } from "../decode/tcp.ts";
import type { TcpOption } from "../decode/tcp-options.ts";
import { type Note, notes } from "./note.ts";
import { distance } from "./sequence.ts";
import type { Tracked } from "./tracker.ts";

/** The line of a segment: `40932 → 65432 [SYN] Seq=0 Win=65495 Len=0 MSS=65495 SACK_PERM …`. */
export function segmentText(segment: TcpSegment, tracked: Tracked): string {
  const { sourcePort, destinationPort, flags, payload, options, urgentPointer } = segment;
  const texts = [
    ...notes.filter((note) => tracked.notes.has(note)).map((note) => noteText(note, tracked)),
    `${sourcePort} → ${destinationPort} [${flagsText(flags)}]`,
    `Seq=${tracked.sequence}`,
    ...((flags & ACK) === 0 ? [] : [`Ack=${tracked.acknowledgment}`]),
    `Win=${tracked.window}`,
    ...((flags & URG) === 0 ? [] : [`Urg=${urgentPointer}`]),
    `Len=${payload.length}`,
    ...options.flatMap((option) => optionText(option, tracked)),
  ];
  return texts.join(" ");
}

function flagsText(flags: number): string {
  return flagNames(flags).join(", ") || "<None>";
}

function noteText(note: Note, { duplicate }: Tracked): string {
  const which = note === "Dup ACK" ? ` ${duplicate.of}#${duplicate.count}` : "";
  return `[TCP ${note}${which}]`;
}

function optionText(option: TcpOption, { otherBase }: Tracked): string[] {
  switch (option.kind) {
    case "MSS":
      return [`MSS=${option.bytes}`];
    case "WS":
      return [`WS=${2 ** Math.min(option.shift, 14)}`];
    case "SACK":
      return option.blocks.map(
        ([left, right]) => `SLE=${distance(otherBase, left)} SRE=${distance(otherBase, right)}`,
      );
    case "timestamps":
      return [`TSval=${option.value} TSecr=${option.echoed}`];
    case "TFO":
      return [`TFO=${option.isRequest ? "R" : "C"}`];
    case "USER_TO":
      return [`USER_TO=${option.timeout}`];
    // The protocol's column tells it.
    case "MPTCP":
      return [];
    default:
      return [option.kind];
  }
}
