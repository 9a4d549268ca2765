import { print } from "../../python/print.ts";
import type { Captured } from "./captured.ts";
import type { Packet } from "./decode/packet.ts";
import { hexLines } from "./hex.ts";
import { jsonLine } from "./json.ts";
import { line } from "./line.ts";
import { Listing } from "./listing.ts";
import type { Options } from "./options.ts";

/** Prints a packet. */
export type Show = (packet: Packet, captured: Captured) => void;

/** Prints packets in the form that is asked for. */
export function showAs({ json, hex }: Options): Show {
  const listing = new Listing();
  const hasPayload = hex === true;
  if (json === true) {
    return (packet, captured) => {
      print(jsonLine(listing.row(packet, captured), packet, captured, hasPayload));
    };
  }
  const isColoured = process.stdout.isTTY && process.stdout.hasColors();
  return (packet, captured) => {
    const text = line(listing.row(packet, captured), packet, captured.length, isColoured);
    print([text, ...(hasPayload ? payloadLines(packet) : [])].join("\n"));
  };
}

function payloadLines({ content }: Packet): string[] {
  return "payload" in content ? hexLines(content.payload) : [];
}
