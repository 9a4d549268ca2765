import assert from "node:assert/strict";

import { ValueError } from "bsd-sockets/errors";
import { pack } from "bsd-sockets/struct";
import { describe, test } from "vitest";
import { decodeInet } from "#internal/tools/netstat/netlink/inet.js";
import {
  decodeAttributes,
  decodeMessages,
  encodeAttribute,
  encodeMessage,
  errorNumberOf,
} from "#internal/tools/netstat/netlink/message.js";
import { decodeUnix } from "#internal/tools/netstat/netlink/unix.js";

import { newSeed, randomBytes, randomFrom } from "../../../support/random.ts";

const first = { type: 20, flags: 2, sequence: 7, payload: Buffer.from("abcde") };
const second = { type: 3, flags: 0, sequence: 8, payload: Buffer.from("") };

/** Returns messages with Buffers as payloads, which compare by their bytes. */
function decoded(bytes: Uint8Array): unknown[] {
  return decodeMessages(bytes).map((message) => ({
    ...message,
    payload: Buffer.from(message.payload),
  }));
}

describe("netlink messages", () => {
  test("are decoded as they were encoded, with padding between them and none at the end", () => {
    const padded = Buffer.concat([encodeMessage(first), Buffer.alloc(3), encodeMessage(second)]);
    assert.deepEqual(decoded(padded), [first, second]);
    assert.deepEqual(decoded(encodeMessage(first)), [first]);
    assert.deepEqual(decoded(Buffer.alloc(0)), []);
  });

  test("are rejected if a length does not fit", () => {
    const whole = encodeMessage(first);
    for (const length of [0, 1, 15, 22, 0xffffffff]) {
      const wrong = Buffer.concat([pack("=I", length), whole.subarray(4)]);
      assert.throws(() => decodeMessages(wrong), ValueError, `length ${length}`);
    }
    for (let end = 1; end < whole.length; end++) {
      assert.throws(() => decodeMessages(whole.subarray(0, end)), ValueError, `${end} bytes`);
    }
  });

  test("have attributes; their flags are not part of the type", () => {
    const bytes = Buffer.concat([
      encodeAttribute(4, Buffer.from("12345678")),
      encodeAttribute(0x8000, Buffer.from("x")),
    ]);
    assert.equal(bytes.length, 20);
    const attributes = [...decodeAttributes(bytes)].map(([type, value]) => [
      type,
      Buffer.from(value).toString(),
    ]);
    assert.deepEqual(attributes, [
      [4, "12345678"],
      [0, "x"],
    ]);
    assert.throws(() => decodeAttributes(bytes.subarray(0, 15)), ValueError);
    assert.throws(() => decodeAttributes(pack("=HH", 3, 1)), ValueError);
  });

  test("report errors", () => {
    assert.equal(errorNumberOf({ ...first, payload: pack("=i", -2) }), 2);
    assert.equal(errorNumberOf({ ...first, payload: Buffer.alloc(0) }), 0);
    assert.throws(() => errorNumberOf({ ...first, payload: Buffer.alloc(3) }), ValueError);
  });

  test("any bytes are decoded to messages, or throw ValueError", () => {
    const seed = newSeed();
    const random = randomFrom(seed);
    const real = Buffer.concat([encodeMessage(first), Buffer.alloc(3), encodeMessage(second)]);
    let refused = 0;
    for (let run = 0; run < 5000; run++) {
      const bytes = randomBytes(random, Math.floor(random() * 120));
      // Half of the runs are real messages with a few bytes changed.
      const changed = run % 2 === 0 ? bytes : Buffer.from(real);
      for (let i = 0; i < 2; i++) changed[Math.floor(random() * changed.length)] = random() * 256;
      for (const decode of [
        decodeMessages,
        decodeAttributes,
        decodeUnix,
        (payload: Uint8Array) => decodeInet("tcp6", payload),
      ]) {
        try {
          decode(changed);
        } catch (error) {
          assert.ok(error instanceof ValueError, `seed ${seed}: ${String(error)}`);
          refused += 1;
        }
      }
    }
    assert.ok(refused > 0);
  });
});
