import assert from "node:assert/strict";

import type { Captured } from "#internal/tools/capture/captured.js";
import { cookedHeader } from "#internal/tools/capture/cooked-header.js";
import { decodeFrame, type LinkType } from "#internal/tools/capture/decode/frame.js";
import { hexLines } from "#internal/tools/capture/hex.js";
import { jsonLine } from "#internal/tools/capture/json.js";
import { line } from "#internal/tools/capture/line.js";
import { Listing } from "#internal/tools/capture/listing.js";
import { enhancedPacket } from "#internal/tools/capture/pcapng.js";
import { insertTag } from "#internal/tools/capture/vlan-tag.js";
import { decodeIncoming, decodeRequest, headerTtl } from "#internal/tools/ping/packet.js";

import { randomFrom } from "../../support/random.ts";
import { Conversation, type Passed } from "../../tools/capture/conversation.ts";
import { ethernet, icmp, ipv4, ipv6, tcp, udp } from "../../tools/capture/packets.ts";
import { guided } from "../engine/guided.ts";
import { Source } from "../engine/source.ts";

const LINKS: readonly LinkType[] = ["ethernet", "ip", "cooked"];
const PACKETS_OF_A_LISTING = 500;
const AUXILIARY_BYTES = 20;
const BEFORE_PACKET = 28;

/** A listing remembers connections it has seen, so one listing gets many packets. */
let listing = new Listing();
let listed = 0;

function nextListing(): Listing {
  if (listed++ % PACKETS_OF_A_LISTING === 0) listing = new Listing();
  return listing;
}

function checkLine(captured: Captured): void {
  const packet = decodeFrame(captured.link, captured.bytes);
  const row = nextListing().row(packet, captured);
  JSON.parse(jsonLine(row, packet, captured, true));
  assert.match(line(row, packet, captured.length, false), /^[ -~→]+$/u);
  line(row, packet, captured.length, true);
}

/** Checks what a reader of the format gets from a packet's block. */
function checkBlock({ bytes, length, time }: Captured): void {
  const block = enhancedPacket({ link: "ethernet", bytes, length, time });
  assert.equal(block.length % 4, 0);
  assert.equal(block.readUInt32LE(0), 6);
  assert.equal(block.readUInt32LE(4), block.length);
  assert.equal(block.readUInt32LE(block.length - 4), block.length);
  assert.equal((BigInt(block.readUInt32LE(12)) << 32n) | BigInt(block.readUInt32LE(16)), time);
  assert.equal(block.readUInt32LE(24), length);
  const end = BEFORE_PACKET + block.readUInt32LE(20);
  assert.deepEqual(block.subarray(BEFORE_PACKET, end), bytes);
  assert.ok(end + 4 <= block.length && block.length - end < 8);
}

/** Each line shows up to 16 bytes, and no more than exist. */
function checkHexadecimal(bytes: Buffer): void {
  const lines = hexLines(bytes);
  assert.equal(lines.length, Math.ceil(bytes.length / 16));
  const shown = lines.map((text) => text.slice(12, 60)).join("");
  assert.equal(shown.replaceAll(" ", ""), bytes.toString("hex"));
}

function checkHeaders(source: Source, bytes: Buffer): void {
  const header = cookedHeader([
    source.pick(["lo", ""]),
    source.take(2).readUInt16LE(),
    source.byte(),
    source.take(2).readUInt16LE(),
    source.take(source.byte() % 9),
  ]);
  assert.equal(header.length, 16);
  const tagged = insertTag(bytes, source.boolean() ? source.take(AUXILIARY_BYTES) : undefined);
  assert.ok(tagged.length === bytes.length || tagged.length === bytes.length + 4);
}

function checkPing(bytes: Buffer): void {
  for (const version of [4, 6] as const) {
    decodeIncoming(version, bytes);
    decodeRequest(version, bytes);
  }
  headerTtl(bytes);
}

function check(input: Buffer): void {
  const source = new Source(input);
  const link = source.pick(LINKS);
  const more = source.byte() % 4 === 3 ? source.integer() : 0;
  const bytes = source.rest();
  const length = bytes.length + (Math.abs(more) % 0x10000);
  const time = BigInt.asUintN(64, BigInt(Math.trunc(more)) * 1_000_003n);
  const captured: Captured = { link, bytes, length, time };
  checkLine(captured);
  checkBlock(captured);
  checkHexadecimal(bytes);
  checkHeaders(source, bytes);
  checkPing(bytes);
}

const V4 = { from: "10.0.0.1", to: "10.0.0.2" };
const V6 = { from: "fe80::1", to: "ff02::1:ff00:2" };
const [IPV4, IPV6, ARP, VLAN] = [0x0800, 0x86dd, 0x0806, 0x8100];
const [ICMP, TCP, UDP, ICMPV6] = [1, 6, 17, 58];
const ports = { sourcePort: 40_000, destinationPort: 50_000 };
const options = Buffer.from("0204ffd70402080a000000050000000603030a01", "hex");
const inner = ipv4({ ...V4, protocol: UDP }, udp(1, 2, Buffer.alloc(0)));
const extensions = Buffer.from("3c000104000000000600010400000000", "hex");

function conversation(): Buffer[] {
  const passed: Passed[] = [];
  const talk = new Conversation(randomFrom(1), passed, 1);
  talk.begin();
  for (let count = 0; count < 12; count++) talk.step();
  return passed.map(({ frame }) => frame);
}

const frames = [
  ethernet(IPV4, ipv4({ ...V4, protocol: TCP }, tcp({ ...ports, flags: 2, window: 5, options }))),
  ethernet(IPV4, ipv4({ ...V4, protocol: UDP }, udp(1, 2, Buffer.from("abc")))),
  ethernet(IPV4, ipv4({ ...V4, protocol: ICMP }, icmp(8, 0, Buffer.from("12340007", "hex")))),
  ethernet(
    IPV4,
    ipv4({ ...V4, protocol: ICMP }, icmp(3, 3, Buffer.concat([Buffer.alloc(4), inner]))),
  ),
  ethernet(IPV6, ipv6({ ...V6, protocol: ICMPV6 }, icmp(135, 0, Buffer.alloc(28, 1)))),
  ethernet(
    IPV6,
    ipv6({ ...V6, protocol: 0 }, Buffer.concat([extensions, tcp({ ...ports, flags: 0x10 })])),
  ),
  ethernet(ARP, Buffer.from("00010800060400010200000000010a0000010000000000000a000002", "hex")),
  ethernet(VLAN, Buffer.concat([Buffer.from("00050800", "hex"), inner])),
  ...conversation(),
];

export const packets = guided({
  name: "packets",
  about: "frames of capture and ping, and the lines and blocks made from them",
  covers: ["/dist/tools/capture/", "/dist/tools/ping/packet.js"],
  seeds: [
    ...frames.map((frame) => Buffer.concat([Buffer.from([0, 0]), frame])),
    ...frames.map((frame) => Buffer.concat([Buffer.from([1, 0]), frame.subarray(14)])),
    Buffer.concat([Buffer.from([2, 0]), Buffer.alloc(14), frames[0]!.subarray(12)]),
  ],
  check,
});
