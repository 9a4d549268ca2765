import assert from "node:assert/strict";
import { createHook } from "node:async_hooks";
import { test } from "node:test";

import * as errno from "bsd-sockets/errno";
import { BlockingIOError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { addon } from "#internal/native.js";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { connectedPair, fill } from "../support/sockets.ts";

checkDescriptors();

test("recv: a part, the rest, nothing yet, the end", () => {
  using pair = connectedPair();
  const { client, server } = pair;
  client.sendall(Buffer.from("Hello, world"));
  assert.equal(server.recv(5).toString(), "Hello");
  assert.equal(server.recv(1024).toString(), ", world");
  assert.deepEqual(server.recv(0), Buffer.alloc(0));
  server.setblocking(false);
  assert.throws(
    () => server.recv(1024),
    (error) => {
      assert.ok(error instanceof BlockingIOError);
      assert.deepEqual([error.errno, error.code, error.syscall], [errno.EAGAIN, "EAGAIN", "recv"]);
      return true;
    },
  );
  server.setblocking(true);
  client.shutdown(socket.SHUT_WR);
  assert.deepEqual(server.recv(1024), Buffer.alloc(0));
  server.sendall(Buffer.from("still"));
  assert.equal(client.recv(1024).toString(), "still");
  for (const size of [-1, 1.5, NaN]) assert.throws(() => server.recv(size), RangeError);
  assert.throws(() => server.recv("1" as never), TypeError);
});

test("what was received is the caller's own: later calls do not touch it", () => {
  using pair = connectedPair();
  const received: Buffer[] = [];
  for (let i = 0; i < 3000; i++) {
    pair.client.sendall(Buffer.alloc(50, i & 255));
    received.push(pair.server.recv(i % 2 === 0 ? 1024 : 20_000));
  }
  received.forEach((bytes, i) => {
    assert.deepEqual(bytes, Buffer.alloc(50, i & 255));
  });
  received[0]?.fill(1);
  assert.deepEqual(received[1], Buffer.alloc(50, 1));
});

test("the memory of a result cannot be taken from those that share it", () => {
  using pair = connectedPair();
  pair.client.sendall(Buffer.from("one"));
  const one = pair.server.recv(1024);
  const { buffer } = one;
  try {
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
  } catch {
    // Newer versions of Node refuse, older ones make a copy.
  }
  pair.client.sendall(Buffer.from("two"));
  assert.deepEqual([String(one), String(pair.server.recv(1024))], ["one", "two"]);
});

test("bytes that the kernel threw away read as zeros, not as old memory", () => {
  using pair = connectedPair();
  for (const size of [1000, 100_000]) {
    pair.client.sendall(Buffer.alloc(size, "x"));
    for (let left = size; left > 0;) {
      const thrownAway = pair.server.recv(left, socket.MSG_TRUNC);
      assert.ok(thrownAway.every((byte) => byte === 0));
      left -= thrownAway.length;
    }
  }
});

test("a recv within a recv, from a hook, has its own bytes", () => {
  using outer = connectedPair();
  using inner = connectedPair();
  outer.client.sendall(Buffer.from("outer"));
  inner.client.sendall(Buffer.from("inner"));
  let within: Buffer | undefined;
  const hook = createHook({
    init() {
      hook.disable();
      within = inner.server.recv(1024);
    },
  });
  addon.giveSigintBack(); // so that the next call takes SIGINT, and its callback runs the hook
  hook.enable();
  const received = outer.server.recv(1024);
  hook.disable();
  assert.deepEqual([String(received), String(within)], ["outer", "inner"]);
});

test("a large recv gives all that came", () => {
  using pair = connectedPair();
  const bytes = Buffer.alloc(100_000, "abc");
  pair.client.sendall(bytes);
  const parts: Buffer[] = [];
  for (let total = 0; total < bytes.length; total += parts.at(-1)!.length)
    parts.push(pair.server.recv(1 << 20));
  assert.deepEqual(Buffer.concat(parts), bytes);
});

test("recv_into fills what it is given, of any type, and no more", () => {
  using pair = connectedPair();
  const { client, server } = pair;
  const memory = Buffer.alloc(16, ".");
  client.sendall(Buffer.from("abcdefgh"));
  assert.equal(server.recv_into(memory.subarray(4, 8)), 4);
  assert.equal(memory.toString(), "....abcd........");
  assert.equal(server.recv_into(memory, 2), 2);
  const words = new Uint16Array(1);
  assert.equal(server.recv_into(words), 2);
  assert.equal(Buffer.from(words.buffer).toString(), "gh");
  assert.equal(server.recv_into(Buffer.alloc(0)), 0);
  assert.throws(() => server.recv_into(memory, 17), RangeError);
  assert.throws(() => server.recv_into(memory, -1), RangeError);
  assert.throws(() => server.recv_into("text" as never), TypeError);
});

test("MSG_PEEK leaves the data, MSG_DONTWAIT does not wait", () => {
  using pair = connectedPair();
  pair.client.sendall(Buffer.from("x"));
  assert.equal(pair.server.recv(9, socket.MSG_PEEK).toString(), "x");
  assert.equal(pair.server.recv(9).toString(), "x");
  assert.throws(() => pair.server.recv(9, socket.MSG_DONTWAIT), BlockingIOError);
});

test("send: strings are refused, nothing is nothing, a full buffer is EAGAIN", () => {
  using pair = connectedPair();
  assert.throws(() => pair.client.send("text" as never), /bytes-like object is required/u);
  assert.throws(() => {
    pair.client.sendall(undefined as never);
  }, TypeError);
  assert.equal(pair.client.send(Buffer.alloc(0)), 0);
  pair.client.sendall(Buffer.alloc(0));
  assert.equal(pair.client.send(new Uint16Array([0x6161])), 2);
  pair.client.setblocking(false);
  assert.ok(fill(pair.client) > 0);
  assert.throws(() => pair.client.send(Buffer.alloc(1)), BlockingIOError);
});

test("shutdown refuses a way that is none", () => {
  using pair = connectedPair();
  failsWith("EINVAL", () => {
    pair.client.shutdown(77);
  });
});
