import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { askPython } from "../support/python.ts";

checkDescriptors();

test("S10: options are ints, booleans or bytes", () => {
  using s = socket.socket();
  assert.equal(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), socket.SOCK_STREAM);
  s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, true);
  assert.equal(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), 1);
  s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0);
  assert.equal(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), 0);
  const int = Buffer.from(new Int32Array([1]).buffer);
  s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int);
  assert.deepEqual(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int.length), int);
  const linger = Buffer.from(new Int32Array([1, 7]).buffer);
  s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger);
  assert.deepEqual(s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 100), linger);
  s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
});

test("S10: too few bytes for an option are returned truncated, and refused when setting", () => {
  using s = socket.socket();
  const whole = s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4) as Buffer;
  assert.deepEqual(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2), whole.subarray(0, 2));
  failsWith("EINVAL", () => {
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, Buffer.alloc(2));
  });
  failsWith("ENOPROTOOPT", () => s.getsockopt(socket.IPPROTO_TCP, 9999));
});

test("S10: a value other than an int, a boolean or bytes is refused", () => {
  using s = socket.socket();
  for (const wrong of ["1", null, undefined, {}, [1], 1n, 0.5, NaN]) {
    assert.throws(() => {
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, wrong as never);
    }, TypeError);
  }
  for (const wrong of [2 ** 40, 2 ** 31]) {
    assert.throws(() => {
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, wrong);
    }, RangeError);
  }
});

test("S11: a buflen above 1024, or below 0, is refused", () => {
  using s = socket.socket();
  const read = (buflen: number): unknown =>
    s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, buflen);
  for (const buflen of [-1, 1025, 2 ** 31 - 1]) {
    assert.throws(() => read(buflen), { name: "OSError", message: /buflen out of range/u });
  }
  assert.equal((read(1024) as Buffer).length, 8);
  const theirs = askPython(`
import json, socket
def outcome(buflen):
    try:
        return len(socket.socket().getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, buflen))
    except OSError as error:
        return str(error)
print(json.dumps([outcome(buflen) for buflen in (-1, 1024, 1025)]))
`);
  assert.deepEqual(theirs, ["getsockopt buflen out of range", 8, "getsockopt buflen out of range"]);
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
