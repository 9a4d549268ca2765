import type { Captured } from "./captured.ts";
import type { Packet } from "./decode/packet.ts";
import { echoText, Echoes } from "./echoes.ts";
import { segmentText } from "./tcp/text.ts";
import { type Tracked, Tracker } from "./tcp/tracker.ts";

/** A line of the listing. */
export interface Row {
  /** 1 for the first packet. */
  readonly number: number;
  /** Nanoseconds since the first packet. */
  readonly elapsed: bigint;
  readonly protocol: string;
  /** What the packet says: `40932 → 65432 [SYN] Seq=0 …`. */
  readonly text: string;
  /** The packet's place in its TCP connection. */
  readonly tracked?: Tracked;
}

/** Turns packets into lines. What a line says depends on the packets before it. */
export class Listing {
  readonly #tracker = new Tracker();
  readonly #echoes = new Echoes();
  #first: bigint | undefined;
  #count = 0;

  /** The line of the next packet. */
  row(packet: Packet, { time }: Captured): Row {
    this.#first ??= time;
    this.#count += 1;
    return {
      number: this.#count,
      elapsed: time - this.#first,
      ...this.#describe(packet, this.#count, time),
    };
  }

  #describe(packet: Packet, number: number, time: bigint): Omit<Row, "number" | "elapsed"> {
    const { source, destination, content } = packet;
    switch (content.kind) {
      case "tcp": {
        const tracked = this.#tracker.track({
          source,
          destination,
          segment: content,
          number,
          time,
        });
        const isMultipath = content.options.some(({ kind }) => kind === "MPTCP");
        const protocol = isMultipath ? "MPTCP" : "TCP";
        return { protocol, text: segmentText(content, tracked), tracked };
      }
      case "udp": {
        const { sourcePort, destinationPort, payload, lacksChecksum } = content;
        const text = `${sourcePort} → ${destinationPort} Len=${payload.length}`;
        const remark = lacksChecksum ? " [ILLEGAL CHECKSUM (0)]" : "";
        return { protocol: "UDP", text: `${text}${remark}` };
      }
      case "echo": {
        const arrival = { source, destination, message: content, number };
        const text = echoText(content, this.#echoes.requestOf(arrival));
        return { protocol: content.protocol, text };
      }
      case "plain":
        return { protocol: content.protocol, text: content.text };
      case "malformed":
        return { protocol: content.protocol, text: `[Malformed Packet: ${content.reason}]` };
    }
  }
}
