import { styleText } from "node:util";

import type { Packet } from "./decode/packet.ts";
import type { Row } from "./listing.ts";
import { decimalSeconds } from "./time.ts";

const NUMBER_WIDTH = 5;
const TIME_WIDTH = 8;
const ADDRESS_WIDTH = 12;

type Style = Parameters<typeof styleText>[0];

const protocolStyles: Readonly<Record<string, Style>> = {
  TCP: "cyan",
  MPTCP: "cyan",
  UDP: "blue",
  ICMP: "magenta",
  ICMPv6: "magenta",
  ARP: "yellow",
};

/** What a reader looks for first: how connections begin, end and break. */
const marks: readonly [pattern: RegExp, style: Style][] = [
  [/\[[^\]]*\bRST\b[^\]]*\]/u, "red"],
  [/\[[^\]]*\bSYN\b[^\]]*\]/u, "green"],
  [/\[[^\]]*\bFIN\b[^\]]*\]/u, "yellow"],
];
const REMARK = /\[(?:TCP |Malformed)[^\]]*\]/gu;

/** The line of a packet, in the columns that tshark prints. */
export function line(row: Row, packet: Packet, length: number, isColoured: boolean): string {
  const { protocol, text } = row;
  const style = isColoured ? protocolStyles[protocol] : undefined;
  return [
    String(row.number).padStart(NUMBER_WIDTH),
    decimalSeconds(row.elapsed).padStart(TIME_WIDTH),
    packet.source.padStart(ADDRESS_WIDTH),
    "→",
    packet.destination.padEnd(ADDRESS_WIDTH),
    style === undefined ? protocol : styleText(style, protocol),
    length,
    isColoured ? coloured(text) : text,
  ].join(" ");
}

function coloured(text: string): string {
  const remarked = text.replace(REMARK, (remark) => styleText("red", remark));
  const mark = marks.find(([pattern]) => pattern.test(remarked));
  if (mark === undefined) return remarked;
  return remarked.replace(mark[0], (flags) => styleText(mark[1], flags));
}
