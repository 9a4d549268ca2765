import type { Captured } from "./captured.ts";
import { flagNames } from "./decode/tcp.ts";
import type { Packet } from "./decode/packet.ts";
import type { Row } from "./listing.ts";
import { decimalSeconds } from "./time.ts";

/** A packet as one line of JSON. */
export function jsonLine(
  row: Row,
  packet: Packet,
  captured: Captured,
  hasPayload: boolean,
): string {
  const { content, source, destination } = packet;
  const payload = "payload" in content ? content.payload : undefined;
  return JSON.stringify({
    number: row.number,
    time: Number(decimalSeconds(row.elapsed)),
    // A number could not hold the nanoseconds.
    timestamp: decimalSeconds(captured.time),
    source,
    destination,
    protocol: row.protocol,
    length: captured.length,
    info: row.text,
    ...transport(row, content),
    ...(hasPayload && payload !== undefined ? { payload: payload.toString("hex") } : {}),
  });
}

function transport(row: Row, content: Packet["content"]): object {
  if (content.kind !== "tcp" && content.kind !== "udp") return {};
  const { sourcePort, destinationPort } = content;
  const ports = { sourcePort, destinationPort, payloadLength: content.payload.length };
  if (content.kind === "udp" || row.tracked === undefined) return ports;
  const { sequence, acknowledgment, window, notes } = row.tracked;
  return {
    ...ports,
    flags: flagNames(content.flags),
    sequence,
    acknowledgment,
    window,
    notes: [...notes],
  };
}
