import type { EchoMessage } from "./icmp.ts";
import type { Malformed, Plain } from "./plain.ts";
import type { TcpSegment } from "./tcp.ts";
import type { UdpDatagram } from "./udp.ts";

/** A packet as its headers describe it, with the addresses that a listing shows. */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly content: Content;
}

/** What the innermost header that is understood brings. */
export type Content = TcpSegment | UdpDatagram | EchoMessage | Plain | Malformed;
