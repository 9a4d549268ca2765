import assert from "node:assert/strict";
import { test } from "node:test";

import { BlockingIOError, TimeoutError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { addressOf, connectedPair, fill, listen } from "../support/sockets.ts";

checkDescriptors();

test("timeouts are set, told and refused as in Python", () => {
  using s = socket.socket();
  for (const timeout of [0, 0.5, 3, null]) {
    s.settimeout(timeout);
    assert.equal(s.gettimeout(), timeout);
    assert.equal(s.getblocking(), timeout !== 0);
  }
  s.setblocking(false);
  assert.equal(s.gettimeout(), 0);
  s.setblocking(true);
  assert.equal(s.gettimeout(), null);
  for (const timeout of [-1, -0.001, NaN, Infinity])
    assert.throws(() => {
      s.settimeout(timeout);
    }, RangeError);
  for (const timeout of ["1", true, {}, undefined])
    assert.throws(() => {
      s.settimeout(timeout as never);
    }, TypeError);
  assert.throws(() => {
    s.setblocking(1 as never);
  }, TypeError);
});

test("the default timeout is that of new and of accepted sockets, not the listener's", () => {
  using listener = listen();
  using client = socket.socket();
  listener.settimeout(5);
  client.connect(addressOf(listener));
  socket.setdefaulttimeout(0);
  try {
    const [accepted] = listener.accept();
    using conn = accepted;
    using other = socket.socket();
    assert.deepEqual([conn.gettimeout(), other.gettimeout()], [0, 0]);
    assert.throws(() => conn.recv(1), BlockingIOError);
  } finally {
    socket.setdefaulttimeout(null);
  }
  assert.equal(socket.getdefaulttimeout(), null);
  assert.throws(() => {
    socket.setdefaulttimeout(-1);
  }, RangeError);
});

test("accept, recv and send time out without an errno, and not early", () => {
  using listener = listen();
  using pair = connectedPair();
  listener.settimeout(0.05);
  pair.client.settimeout(0.05);
  fillWithTimeout(pair.client);
  for (const call of [
    () => listener.accept(),
    () => pair.client.recv(1),
    () => pair.client.send(Buffer.alloc(1 << 20)),
  ]) {
    const begun = performance.now();
    assert.throws(call, (error) => {
      assert.ok(error instanceof TimeoutError);
      assert.deepEqual([error.errno, error.message], [null, "timed out"]);
      return true;
    });
    assert.ok(performance.now() - begun >= 50);
  }
});

function fillWithTimeout(s: socket.Socket): void {
  const timeout = s.gettimeout();
  s.setblocking(false);
  fill(s);
  s.settimeout(timeout);
}

test("sendall's timeout covers the whole call", () => {
  using pair = connectedPair();
  pair.client.settimeout(0.2);
  const begun = performance.now();
  assert.throws(() => {
    pair.client.sendall(Buffer.alloc(64 << 20));
  }, TimeoutError);
  assert.ok(performance.now() - begun >= 200);
});

test(
  "a timeout ends a call for which poll is ready and the call is not",
  { skip: socket.MSG_ERRQUEUE === undefined },
  () => {
    using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    receiver.bind(["127.0.0.1", 0]);
    sender.connect(addressOf(receiver));
    sender.send(Buffer.from("x"));
    receiver.settimeout(0.05);
    assert.throws(() => receiver.recv(10, socket.MSG_ERRQUEUE), TimeoutError);
  },
);

test("T5: a timeout that nanoseconds cannot count is refused, as infinity is", () => {
  using s = socket.socket();
  for (const timeout of [1e10, 1e300, Infinity]) {
    assert.throws(() => {
      s.settimeout(timeout);
    }, RangeError);
    assert.throws(() => {
      socket.setdefaulttimeout(timeout);
    }, RangeError);
  }
  s.settimeout(9e9);
  assert.equal(s.gettimeout(), 9e9);
});
