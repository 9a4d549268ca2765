import assert from "node:assert/strict";
import { createHook } from "node:async_hooks";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";
import { nativeFunction } from "#internal/thread/introduce.js";

import { checkDescriptors } from "../support/descriptors.ts";
import { connectedPair } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

test("received data belongs to the caller: later calls do not change it", () => {
  using pair = connectedPair();
  const received: Buffer[] = [];
  for (let i = 0; i < 3000; i++) {
    pair.client.sendall(Buffer.alloc(50, i & 255));
    received.push(pair.server.recv([1024, 20_000, 65_536, 100_000][i % 4]!));
  }
  received.forEach((bytes, i) => {
    assert.deepEqual(bytes, Buffer.alloc(50, i & 255));
  });
  received[0]?.fill(1);
  assert.deepEqual(received[1], Buffer.alloc(50, 1));
});

test("the memory of a result cannot be transferred away from others that share it", () => {
  using pair = connectedPair();
  pair.client.sendall(Buffer.from("one"));
  const one = pair.server.recv(1024);
  const { buffer } = one;
  try {
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
  } catch {
    // Newer versions of Node refuse; older ones copy.
  }
  pair.client.sendall(Buffer.from("two"));
  assert.deepEqual([String(one), String(pair.server.recv(1024))], ["one", "two"]);
});

const needsTransfer =
  !("transfer" in ArrayBuffer.prototype) &&
  "NOT RUN: this Node has no ArrayBuffer.prototype.transfer";

testUnless(needsTransfer)("memory that transfer() took away is replaced", () => {
  using pair = connectedPair();
  for (const size of [1024, 65_536]) {
    pair.client.sendall(Buffer.from("one"));
    (pair.server.recv(size).buffer as ArrayBuffer & { transfer(): unknown }).transfer();
    pair.client.sendall(Buffer.from("two"));
    assert.equal(String(pair.server.recv(size)), "two");
  }
});

test("the unused rest of a large receive is reused, without touching results", () => {
  using pair = connectedPair();
  const received: Buffer[] = [];
  for (const text of ["one", "two", "three"]) {
    pair.client.sendall(Buffer.from(text));
    received.push(pair.server.recv(500_000));
  }
  assert.deepEqual(received.map(String), ["one", "two", "three"]);
  assert.ok(received.every(({ buffer }) => buffer.byteLength < 500_000));
});

test("D26: bytes that the kernel discarded read as zeros, not as old memory", () => {
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

test("a recv inside a recv, from a hook, has its own bytes", () => {
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
  nativeFunction<() => void>("giveSigintBack")(); // so that the next call takes SIGINT, and its callback runs the hook
  hook.enable();
  const received = outer.server.recv(1024);
  hook.disable();
  assert.deepEqual([String(received), String(within)], ["outer", "inner"]);
});
