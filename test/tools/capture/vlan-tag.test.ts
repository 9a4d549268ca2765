import assert from "node:assert/strict";

import { decodeFrame } from "#internal/tools/capture/decode/frame.js";
import { insertTag } from "#internal/tools/capture/vlan-tag.js";
import { pack } from "bsd-sockets/struct";
import { test } from "vitest";

import { ethernet, ipv4, udp } from "./packets.ts";

const VLAN_VALID = 1 << 4;
const TYPE_VALID = 1 << 6;
const route = { from: "10.0.0.1", to: "10.0.0.2", protocol: 17 };
const frame = ethernet(0x0800, ipv4(route, udp(7, 8, Buffer.from("text"))));

/** A struct tpacket_auxdata: packet(7). */
function auxiliaryData(status: number, control: number, type: number): Buffer {
  return pack("=IIIHHHH", status, frame.length, frame.length, 0, 14, control, type);
}

test("a tag that the kernel removed is put back, and the packet is decoded as without it", () => {
  const tagged = insertTag(frame, auxiliaryData(VLAN_VALID | TYPE_VALID, 5, 0x88a8));
  assert.equal(tagged.toString("hex", 12, 18), "88a800050800");
  assert.deepEqual(tagged.subarray(16), frame.subarray(12));
  const [before, after] = [frame, tagged].map((bytes) => decodeFrame("ethernet", bytes));
  assert.deepEqual(after, before);
  assert.equal(after?.content.kind, "udp");
});

test("if a kernel does not report the tag's type, it is 802.1Q", () => {
  const tagged = insertTag(frame, auxiliaryData(VLAN_VALID, 5, 0));
  assert.equal(tagged.toString("hex", 12, 18), "810000050800");
});

test("a frame without a tag is unchanged", () => {
  assert.equal(insertTag(frame, auxiliaryData(0, 5, 0)), frame);
  assert.equal(insertTag(frame, undefined), frame);
});
