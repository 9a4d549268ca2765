import assert from "node:assert/strict";
import { inspect } from "node:util";

import { gaierror } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { listen6 } from "../support/sockets.ts";

checkDescriptors();

test("C8, C9, C10, C11: malformed addresses are refused before any call", () => {
  using s = socket.socket();
  for (const address of [
    undefined,
    null,
    "127.0.0.1",
    80,
    [],
    ["127.0.0.1"],
    ["127.0.0.1", 80, 0],
    [1, 80],
    ["127.0.0.1", "80"],
    [null, 80],
    ["a\0b", 80],
  ]) {
    assert.throws(
      () => {
        s.bind(address as never);
      },
      TypeError,
      inspect(address),
    );
    assert.throws(() => s.connect_ex(address as never), TypeError, inspect(address));
  }
  for (const port of [-1, 65536]) {
    assert.throws(() => {
      s.bind(["127.0.0.1", port]);
    }, /^RangeError.*: bind\(\): port must be 0-65535\.$/u);
    assert.throws(() => s.connect_ex(["127.0.0.1", port]), RangeError);
  }
  for (const port of [1.5, NaN, Infinity]) {
    assert.throws(() => {
      s.bind(["127.0.0.1", port]);
    }, /^TypeError.*: bind\(\): port must be an integer, not /u);
    assert.throws(() => s.connect_ex(["127.0.0.1", port]), TypeError);
  }
});

test("C7, A13: host names: a name, all interfaces, and an unknown one", () => {
  using named = socket.socket();
  named.bind(["localhost", 0]);
  assert.equal(named.getsockname()[0], "127.0.0.1");
  using all = socket.socket();
  all.bind(["", 0]);
  assert.equal(all.getsockname()[0], "0.0.0.0");
  using s = socket.socket();
  for (const call of [
    () => {
      s.bind(["no-such-name.invalid", 1]);
    },
    () => s.connect_ex(["no-such-name.invalid", 1]),
  ]) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof gaierror);
      assert.match(String(error.code), /^EAI_/u);
      return true;
    });
  }
});

test("A9, A10: IPv6: two or four parts are accepted, four are returned", () => {
  using listener = listen6();
  const address = listener.getsockname();
  assert.deepEqual([address[0], address.length], ["::1", 4]);
  using client = socket.socket(socket.AF_INET6);
  client.connect([address[0], address[1]]);
  const [accepted, peer] = listener.accept();
  using conn = accepted;
  assert.deepEqual(peer, client.getsockname());
  assert.equal(conn.family, socket.AF_INET6);
  using s = socket.socket(socket.AF_INET6);
  assert.throws(() => {
    s.bind(["::1", 0, 0x100000]);
  }, RangeError);
  assert.throws(() => {
    s.bind(["::1", 0, 0, 0, 0] as never);
  }, TypeError);
});

test("A14, A16: getaddrinfo returns what socket and connect accept", () => {
  const { AF_INET, SOCK_STREAM, IPPROTO_TCP, AI_NUMERICHOST } = socket;
  const answer = [AF_INET, SOCK_STREAM, IPPROTO_TCP, "", ["127.0.0.1", 80]];
  assert.deepEqual(socket.getaddrinfo("127.0.0.1", 80, { proto: IPPROTO_TCP }), [answer]);
  assert.deepEqual(socket.getaddrinfo("localhost", "80", { family: AF_INET, type: SOCK_STREAM }), [
    answer,
  ]);
  assert.deepEqual(socket.getaddrinfo(null, 80, { family: AF_INET, type: SOCK_STREAM }), [answer]);
  assert.deepEqual(socket.getaddrinfo("::1", null, { type: SOCK_STREAM })[0]?.[4], [
    "::1",
    0,
    0,
    0,
  ]);
  assert.throws(() => socket.getaddrinfo("localhost", 1, { flags: AI_NUMERICHOST }), gaierror);
  assert.throws(() => socket.getaddrinfo(5 as never, 1), TypeError);
  assert.throws(() => socket.getaddrinfo("a", {} as never), TypeError);
  assert.throws(() => socket.getaddrinfo("a", 1.5), TypeError);
});
