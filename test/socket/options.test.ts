import assert from "node:assert/strict";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";

checkDescriptors();

test("S10, S11: options are ints, booleans or bytes", () => {
  using s = socket.socket();
  assert.equal(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), socket.SOCK_STREAM);
  s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, true);
  assert.equal(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), 1);
  const linger = Buffer.from(new Int32Array([1, 7]).buffer);
  s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger);
  assert.deepEqual(s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 100), linger);
  s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
  failsWith("ENOPROTOOPT", () => s.getsockopt(socket.IPPROTO_TCP, 9999));
  for (const length of [-1, 1025]) {
    assert.throws(
      () => s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, length),
      /buflen out of range/u,
    );
  }
  assert.throws(() => {
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, "1" as never);
  }, TypeError);
  assert.throws(() => {
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 2 ** 40);
  }, RangeError);
});

test("A21: byte order", () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const [short = 0] = new Uint16Array(bytes.buffer);
  const [long = 0] = new Uint32Array(bytes.buffer);
  assert.deepEqual([socket.htons(0x0102), socket.ntohs(short)], [short, 0x0102]);
  assert.deepEqual([socket.htonl(0x01020304), socket.ntohl(long)], [long, 0x01020304]);
  assert.throws(() => socket.htons(65536), RangeError);
  assert.throws(() => socket.htonl(-1), RangeError);
});
