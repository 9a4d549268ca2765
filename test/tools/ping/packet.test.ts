import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { internetChecksum } from "#internal/tools/ping/checksum.js";
import { errorText } from "#internal/tools/ping/error-text.js";
import {
  decodeIncoming,
  decodeRequest,
  encodeRequest,
  headerTtl,
} from "#internal/tools/ping/packet.js";

import { newSeed, randomBytes, randomFrom } from "../../support/random.ts";

const echo = { identifier: 0x1234, sequence: 7 };
const data = Buffer.from("data!");

/** Returns an IPv4 header without options; only the fields in use are right. */
function ipv4(message: Uint8Array, ttl = 63): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header[8] = ttl;
  return Buffer.concat([header, message]);
}

/** Returns a message with its checksum. */
function checked(...parts: Uint8Array[]): Buffer {
  const message = Buffer.concat(parts);
  message.writeUInt16BE(0, 2);
  message.writeUInt16BE(internetChecksum(message), 2);
  return message;
}

test("the checksum equals RFC 1071's example, also for an odd number of bytes", () => {
  const example = Buffer.from("0001f203f4f5f6f7", "hex");
  assert.equal(internetChecksum(example), ~0xddf2 & 0xffff);
  assert.equal(internetChecksum(Buffer.from([1])), ~0x0100 & 0xffff);
  assert.equal(internetChecksum(Buffer.alloc(0)), 0xffff);
  assert.equal(internetChecksum(Buffer.alloc(65_536, 0xff)), 0);
});

describe("echoes as bytes", () => {
  test("an IPv4 request has a checksum, an IPv6 request leaves it to the kernel", () => {
    const request4 = encodeRequest(4, echo, data);
    assert.deepEqual([...request4.subarray(0, 2)], [8, 0]);
    assert.equal(internetChecksum(request4), 0);
    assert.deepEqual(decodeRequest(4, request4), echo);
    const request6 = encodeRequest(6, echo, data);
    assert.equal(request6.toString("hex"), "8000000012340007" + data.toString("hex"));
    assert.equal(decodeIncoming(4, request4), null);
  });

  test("a reply has an IPv4 header or not", () => {
    const reply = checked(Buffer.from([0, 0, 0, 0, 0x12, 0x34, 0, 7]), data);
    const expected = { kind: "reply", bytes: 13, ...echo };
    assert.deepEqual(decodeIncoming(4, reply), expected);
    assert.deepEqual(decodeIncoming(4, ipv4(reply)), expected);
    assert.deepEqual([headerTtl(ipv4(reply)), headerTtl(reply)], [63, null]);
    const reply6 = Buffer.from(reply);
    reply6[0] = 129;
    assert.deepEqual(decodeIncoming(6, reply6), expected);
  });

  test("a wrong IPv4 checksum and truncated bytes are ignored", () => {
    const reply = checked(Buffer.from([0, 0, 0, 0, 0x12, 0x34, 0, 7]), data);
    reply[9]! ^= 1;
    assert.equal(decodeIncoming(4, reply), null);
    assert.equal(decodeIncoming(4, reply.subarray(0, 7)), null);
    assert.equal(decodeIncoming(6, Buffer.from([129])), null);
  });

  test("an error identifies its echo request", () => {
    const request = encodeRequest(4, echo, data);
    const exceeded = checked(Buffer.from([11, 0, 0, 0, 0, 0, 0, 0]), ipv4(request).subarray(0, 28));
    const expected = { kind: "error", type: 11, code: 0, ...echo };
    assert.deepEqual(decodeIncoming(4, ipv4(exceeded)), expected);
    const other = ipv4(Buffer.from([17, 0, 0, 0, 0, 0, 0, 0]));
    const aboutOther = checked(Buffer.from([3, 1, 0, 0, 0, 0, 0, 0]), other);
    assert.equal(decodeIncoming(4, aboutOther), null);
    const request6 = Buffer.concat([Buffer.alloc(40), encodeRequest(6, echo, data)]);
    const unreachable6 = Buffer.concat([Buffer.from([1, 3, 0, 0, 0, 0, 0, 0]), request6]);
    const expected6 = { kind: "error", type: 1, code: 3, ...echo };
    assert.deepEqual(decodeIncoming(6, unreachable6), expected6);
  });

  test("any bytes are decoded without an error", () => {
    const seed = newSeed();
    const random = randomFrom(seed);
    for (let run = 0; run < 3000; run++) {
      const bytes = randomBytes(random, Math.floor(random() * 80));
      bytes[0] = [0, 3, 11, 0x45, 0x4f, 129, 1][run % 7]!;
      const message = bytes.length > 4 && run % 2 === 0 ? checked(bytes) : bytes;
      for (const version of [4, 6] as const) {
        const incoming = decodeIncoming(version, message);
        assert.ok(incoming === null || incoming.sequence <= 0xffff, `seed ${seed}`);
      }
      headerTtl(message);
    }
  });
});

test("errors are worded like ping's", () => {
  assert.equal(errorText(4, 3, 1), "Destination Host Unreachable");
  assert.equal(errorText(4, 3, 99), "Dest Unreachable, Bad Code: 99");
  assert.equal(errorText(4, 11, 0), "Time to live exceeded");
  assert.equal(errorText(6, 1, 3), "Destination unreachable: Address unreachable");
  assert.equal(errorText(6, 3, 0), "Time exceeded: Hop limit");
  assert.equal(errorText(6, 200, 1), "ICMPv6 type 200, code 1");
});
