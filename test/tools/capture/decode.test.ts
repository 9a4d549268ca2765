import assert from "node:assert/strict";

import { describe, test } from "vitest";

import type { Captured } from "#internal/tools/capture/captured.js";
import { decodeFrame, type LinkType } from "#internal/tools/capture/decode/frame.js";
import { jsonLine } from "#internal/tools/capture/json.js";
import { line } from "#internal/tools/capture/line.js";
import { Listing } from "#internal/tools/capture/listing.js";

import { newSeed, randomBytes, randomFrom } from "../../support/random.ts";
import { needsTool } from "../../support/tool.ts";
import { testUnless } from "../../support/unless.ts";
import { ethernet, icmp, ipv4, ipv6, tcp, udp } from "./packets.ts";
import { capturedFrom, ourLines, tsharkLines } from "./tshark.ts";

const [V4, V6] = [
  { from: "10.0.0.1", to: "10.0.0.2" },
  { from: "fe80::1", to: "ff02::1:ff00:2" },
];
const [ICMP, TCP, UDP, ICMPV6] = [1, 6, 17, 58];
const [IPV4, IPV6, ARP, VLAN] = [0x0800, 0x86dd, 0x0806, 0x8100];
const ports = { sourcePort: 40_000, destinationPort: 50_000 };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

function over4(protocol: number, payload: Buffer, more: object = {}): Buffer {
  return ethernet(IPV4, ipv4({ ...V4, protocol, ...more }, payload));
}

function over6(protocol: number, payload: Buffer): Buffer {
  return ethernet(IPV6, ipv6({ ...V6, protocol }, payload));
}

const options = hex("0204ffd7 0402 080a 00000005 00000006 01 03030a");
const sack = hex("0101 050a 00000bb8 00000fa0");
const target = hex("00000000 20010db8000000000000000000000002 0101020000000001");
const advertised = hex("60000000 20010db8000000000000000000000002 0201020000000001");
const inner = ipv4({ ...V4, protocol: UDP }, udp(1, 2, Buffer.alloc(0)));

const frames: readonly Buffer[] = [
  over4(TCP, tcp({ ...ports, flags: 0x02, window: 65_495, options })),
  over4(TCP, tcp({ ...ports, sequence: 1, acknowledgment: 1, flags: 0x10, options: sack })),
  over4(TCP, tcp({ ...ports, flags: 0x29, urgentPointer: 7, payload: Buffer.from("urgent") })),
  ...[0, 0x04, 0x12, 0x1ff, 0xfff].map((flags) =>
    over4(TCP, tcp({ sourcePort: 30_000 + flags, destinationPort: 1, flags, window: 5 })),
  ),
  over4(TCP, tcp({ sourcePort: 3, destinationPort: 4, flags: 2, options: hex("2202 1e03ff") })),
  over4(UDP, udp(40_000, 50_000, Buffer.from("abc")), { options: hex("01010100") }),
  over4(UDP, udp(40_000, 50_000, Buffer.alloc(16)), { fragment: 0x2000 }),
  over4(UDP, Buffer.alloc(16), { fragment: 0x0190 }),
  over6(UDP, udp(40_000, 50_000, Buffer.from("abc"))),
  // Hop-by-hop options, then destination options, then TCP.
  over6(0, Buffer.concat([hex("3c00010400000000 0600010400000000"), tcp({ ...ports, flags: 2 })])),
  over6(44, Buffer.concat([hex("1100000100000 04d"), udp(1, 2, Buffer.alloc(8))])),
  over6(59, Buffer.alloc(3)),
  ...[0, 1, 2, 3, 4, 9, 13, 16].map((code) =>
    over4(ICMP, icmp(3, code, Buffer.concat([Buffer.alloc(4), inner]))),
  ),
  ...[0, 1].map((code) => over4(ICMP, icmp(11, code, Buffer.concat([Buffer.alloc(4), inner])))),
  over4(ICMP, icmp(8, 0, hex("12340007 61"))),
  over4(ICMP, icmp(0, 0, hex("12340007 61"))),
  over4(ICMP, icmp(13, 0, hex("12340007 000000000000000000000000"))),
  over6(ICMPV6, icmp(128, 0, hex("12340007 61"))),
  over6(ICMPV6, icmp(133, 0, hex("00000000 0101020000000001"))),
  over6(ICMPV6, icmp(135, 0, target)),
  over6(ICMPV6, icmp(136, 0, advertised)),
  ethernet(ARP, hex("0001 0800 0604 0001 020000000001 0a000001 000000000000 0a000002")),
  ethernet(ARP, hex("0001 0800 0604 0002 020000000002 0a000002 020000000001 0a000001")),
  ethernet(ARP, hex("0001 0800 0604 0001 020000000001 0a000001 000000000000 0a000001")),
  ethernet(
    VLAN,
    Buffer.concat([hex("00050800"), ipv4({ ...V4, protocol: UDP }, udp(7, 8, inner))]),
  ),
  // Padding from the link layer is not payload.
  Buffer.concat([
    over4(TCP, tcp({ sourcePort: 9, destinationPort: 9, flags: 2 })),
    Buffer.alloc(6),
  ]),
];

/** Returns everything that is printed for some bytes, in all forms. */
function everyForm(listing: Listing, link: LinkType, bytes: Buffer): string {
  const captured: Captured = { link, bytes, length: bytes.length, time: 0n };
  const packet = decodeFrame(link, bytes);
  const row = listing.row(packet, captured);
  JSON.parse(jsonLine(row, packet, captured, true));
  return line(row, packet, bytes.length, false);
}

describe("packets", () => {
  testUnless(needsTool("tshark"))("of every protocol are shown as in tshark", () => {
    const time = 1_700_000_000_000_000_000n;
    const packets = capturedFrom(
      frames.map((frame, index) => ({ frame, time: time + BigInt(index) })),
    );
    assert.deepEqual(ourLines(packets), tsharkLines(packets));
  });

  test("that are cut off are malformed, wherever they end", () => {
    const listing = new Listing();
    for (const frame of frames.slice(0, -1)) {
      for (let length = 0; length < frame.length; length++) {
        const text = everyForm(listing, "ethernet", frame.subarray(0, length));
        assert.match(text, /\[Malformed Packet: [\w ,]+\]$/u, `${frame.toString("hex")} ${length}`);
      }
    }
  });

  test("of any bytes are one line, without control characters", () => {
    const seed = newSeed();
    const random = randomFrom(seed);
    const listing = new Listing();
    for (let turn = 0; turn < 20_000; turn++) {
      const link = (["ethernet", "ip", "cooked"] as const)[turn % 3]!;
      const bytes =
        turn % 2 === 0
          ? randomBytes(random, Math.floor(random() * 120))
          : damaged(random, frames[Math.floor(random() * frames.length)]!);
      const text = everyForm(listing, link, link === "ip" ? bytes.subarray(14) : bytes);
      assert.match(text, /^[ -~→]+$/u, `BSD_SOCKETS_SEED=${seed} ${bytes.toString("hex")}`);
    }
  });

  test("with endless headers are decoded in finite time", () => {
    const chain = Buffer.concat(Array.from({ length: 5000 }, () => hex("0000010400000000")));
    const tags = Buffer.concat(Array.from({ length: 5000 }, () => hex("00058100")));
    const listing = new Listing();
    assert.match(everyForm(listing, "ethernet", over6(0, chain)), /\[Malformed Packet: /u);
    assert.match(everyForm(listing, "ethernet", ethernet(VLAN, tags)), /\[Malformed Packet: /u);
  });
});

/** Returns a frame with a few bytes changed. */
function damaged(random: () => number, frame: Buffer): Buffer {
  const copy = Buffer.from(frame);
  for (let count = 0; count < 4; count++) {
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  }
  return copy;
}
