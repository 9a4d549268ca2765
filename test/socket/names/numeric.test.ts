import assert from "node:assert/strict";
import { isIPv4, isIPv6 } from "node:net";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { askPython } from "../../support/python.ts";
import { newSeed, randomBytes, randomFrom } from "../../support/random.ts";

const { AF_INET, AF_INET6 } = socket;

test("A19: inet_aton is loose, inet_pton strict", () => {
  for (const text of ["127.1", "0x7f.1", "0177.1", "2130706433", "127.0.0.1 and more"]) {
    assert.deepEqual([...socket.inet_aton(text)], [127, 0, 0, 1], text);
    assert.throws(() => socket.inet_pton(AF_INET, text), {
      name: "OSError",
      errno: null,
      message: "illegal IP address string passed to inet_pton",
    });
  }
  assert.deepEqual([...socket.inet_pton(AF_INET, "127.0.0.1")], [127, 0, 0, 1]);
  assert.throws(() => socket.inet_aton("127.0.0.256"), {
    message: "illegal IP address string passed to inet_aton",
  });
});

test("A20: addresses of the wrong length are refused", () => {
  for (const length of [0, 3, 5, 15, 17, 1000]) {
    const packed = Buffer.alloc(length);
    assert.throws(() => socket.inet_ntoa(packed), {
      name: "OSError",
      message: "packed IP wrong length for inet_ntoa",
    });
    for (const family of [AF_INET, AF_INET6]) {
      assert.throws(() => socket.inet_ntop(family, packed), {
        name: "RangeError",
        message: "invalid length of packed IP address string",
      });
    }
  }
  assert.throws(() => socket.inet_ntop(99, Buffer.alloc(4)), {
    message: "unknown address family 99",
  });
});

test("A21: numbers that are too large for htons and its relatives are refused", () => {
  for (const convert of [socket.htons, socket.ntohs]) {
    for (const x of [65536, -1]) assert.throws(() => convert(x), RangeError);
    assert.equal(convert(convert(0x1234)), 0x1234);
  }
  for (const convert of [socket.htonl, socket.ntohl]) {
    for (const x of [2 ** 32, -1]) assert.throws(() => convert(x), RangeError);
    assert.equal(convert(convert(0x12345678)), 0x12345678);
  }
});

test("every kind of view is accepted", () => {
  const memory = Uint8Array.of(9, 127, 0, 0, 1, 9).buffer;
  for (const view of [
    new Uint8Array(memory, 1, 4),
    new DataView(memory, 1, 4),
    Buffer.from(memory, 1, 4),
  ]) {
    assert.equal(socket.inet_ntoa(view), "127.0.0.1");
    assert.equal(socket.inet_ntop(AF_INET, view), "127.0.0.1");
  }
});

test("random addresses have the same text as in CPython, and the text the same bytes", () => {
  const seed = newSeed();
  const random = randomFrom(seed);
  // IPv6 notations differ in their zeroes.
  const addresses = Array.from({ length: 500 }, () => {
    const bytes = randomBytes(random, random() < 0.5 ? 4 : 16);
    return bytes.map((byte) => (random() < 0.5 ? 0 : byte));
  });
  const texts = addresses.map((packed) =>
    socket.inet_ntop(packed.length === 4 ? AF_INET : AF_INET6, packed),
  );
  const expected = askPython(
    `import json, socket, sys
def text(hexadecimal):
    packed = bytes.fromhex(hexadecimal)
    return socket.inet_ntop(socket.AF_INET if len(packed) == 4 else socket.AF_INET6, packed)
print(json.dumps([text(packed) for packed in json.load(sys.stdin)]))`,
    addresses.map((packed) => Buffer.from(packed).toString("hex")),
  );
  assert.deepEqual(texts, expected, `seed ${seed}`);
  texts.forEach((text, index) => {
    assert.ok(isIPv4(text) || isIPv6(text), text);
    const packed = socket.inet_pton(isIPv4(text) ? AF_INET : AF_INET6, text);
    assert.deepEqual([...packed], [...addresses[index]!], `seed ${seed}`);
    if (isIPv4(text)) assert.deepEqual(socket.inet_aton(text), packed);
    if (isIPv4(text)) assert.equal(socket.inet_ntoa(packed), text);
  });
});
