import assert from "node:assert/strict";

import * as errno from "bsd-sockets/errno";
import { BlockingIOError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { connectedPair, fill, localPair } from "../support/sockets.ts";

checkDescriptors();

test("D1, D2, D3: recv: a part, the rest, nothing yet, the end", () => {
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
  for (const size of [-1, 2 ** 40]) assert.throws(() => server.recv(size), RangeError);
  for (const size of [1.5, NaN, "1"]) assert.throws(() => server.recv(size as never), TypeError);
});

test("a large recv returns everything that has arrived", () => {
  using pair = connectedPair();
  const bytes = Buffer.alloc(100_000, "abc");
  pair.client.sendall(bytes);
  const parts: Buffer[] = [];
  for (let total = 0; total < bytes.length; total += parts.at(-1)!.length)
    parts.push(pair.server.recv(1 << 20));
  assert.deepEqual(Buffer.concat(parts), bytes);
});

test("D5, D6, D9: recv_into fills a buffer of any type, and writes no more", () => {
  using pair = connectedPair();
  const { client, server } = pair;
  const memory = Buffer.alloc(16, ".");
  client.sendall(Buffer.from("abcdefghij"));
  assert.equal(server.recv_into(memory.subarray(4, 8)), 4);
  assert.equal(memory.toString(), "....abcd........");
  assert.equal(server.recv_into(memory, 2), 2);
  assert.equal(memory.toString(), "ef..abcd........");
  const words = new Uint16Array(1);
  assert.equal(server.recv_into(words, 0), 2);
  assert.equal(Buffer.from(words.buffer).toString(), "gh");
  const view = new DataView(new ArrayBuffer(4), 1, 2);
  assert.equal(server.recv_into(view), 2);
  assert.equal(Buffer.from(view.buffer).toString(), "\0ij\0");
  assert.throws(() => server.recv_into(memory, 17), RangeError);
  assert.throws(() => server.recv_into(memory, -1), /negative buffersize in recv_into/u);
  assert.throws(() => server.recv_into("text" as never), TypeError);
});

test("D9: every kind of typed array can receive and be sent", () => {
  using pair = connectedPair();
  for (const Kind of [Int8Array, Uint8ClampedArray, Int16Array, Int32Array, Float64Array]) {
    const sent = new Kind([1, 2, 3, 4]);
    pair.client.sendall(sent);
    const received = new Kind(4);
    assert.equal(pair.server.recv_into(received, 0, socket.MSG_WAITALL), sent.byteLength);
    assert.deepEqual(received, sent);
  }
});

test("D8: an empty buffer receives 0 bytes at once", () => {
  using pair = connectedPair();
  assert.equal(pair.server.recv_into(Buffer.alloc(0)), 0);
  pair.client.sendall(Buffer.from("x"));
  assert.deepEqual(pair.server.recvfrom_into(Buffer.alloc(0)), [0, null]);
  assert.equal(pair.server.recv(0).length, 0);
  assert.equal(String(pair.server.recv(9)), "x");
});

test("D18, D19: MSG_PEEK leaves the data in the buffer, MSG_DONTWAIT does not wait", () => {
  using pair = connectedPair();
  pair.client.sendall(Buffer.from("xyz"));
  assert.equal(pair.server.recv(2, socket.MSG_PEEK).toString(), "xy");
  assert.equal(pair.server.recv(9, socket.MSG_PEEK).toString(), "xyz");
  assert.equal(pair.server.recv(9).toString(), "xyz");
  for (const receive of [
    () => pair.server.recv(9, socket.MSG_DONTWAIT),
    () => pair.server.recv_into(Buffer.alloc(9), 0, socket.MSG_DONTWAIT),
    () => pair.server.recvfrom(9, socket.MSG_DONTWAIT),
    () => pair.server.recvmsg(9, 0, socket.MSG_DONTWAIT),
  ]) {
    assert.throws(receive, BlockingIOError);
  }
  assert.equal(pair.server.getblocking(), true);
});

test("D11, D12, D13: strings are refused, empty data sends 0 bytes, sendall returns nothing", () => {
  using pair = connectedPair();
  const { client } = pair;
  const calls: ((data: never) => unknown)[] = [
    (data) => client.send(data),
    (data) => {
      client.sendall(data);
    },
    (data) => client.sendto(data, ["127.0.0.1", 1]),
    (data) => client.sendmsg([data]),
  ];
  for (const call of calls) {
    for (const data of ["text", undefined, null, 5, [1], new ArrayBuffer(1)]) {
      assert.throws(() => call(data as never), /^TypeError.*: a bytes-like object is required/u);
    }
  }
  assert.equal(client.send(Buffer.alloc(0)), 0);
  client.sendall(Buffer.alloc(0));
  assert.equal(client.send(new Uint16Array([0x6161])), 2);
  const sendall: (data: Buffer) => unknown = client.sendall.bind(client);
  assert.equal(sendall(Buffer.from("bb")), undefined);
  assert.equal(String(pair.server.recv(4, socket.MSG_WAITALL)), "aabb");
});

test("D14: a full buffer is EAGAIN", () => {
  using pair = localPair();
  pair.client.setblocking(false);
  assert.ok(fill(pair.client) > 0);
  for (const send of [
    () => pair.client.send(Buffer.alloc(1)),
    () => pair.client.sendmsg([Buffer.alloc(1)]),
    () => {
      pair.client.sendall(Buffer.alloc(1));
    },
  ]) {
    assert.throws(send, (error) => error instanceof BlockingIOError && error.code === "EAGAIN");
  }
});

test("D20: shutdown refuses an invalid direction", () => {
  using pair = connectedPair();
  for (const how of [77, -1]) {
    failsWith("EINVAL", () => {
      pair.client.shutdown(how);
    });
  }
});

test("D21: when the peer closes, the socket becomes readable, then reaches its end", () => {
  using pair = connectedPair();
  const readable = (): unknown => select.select([pair.server], [], [], 0)[0];
  assert.deepEqual(readable(), []);
  pair.client.close();
  assert.deepEqual(select.select([pair.server], [], [])[0], [pair.server]);
  for (let i = 0; i < 2; i++) assert.deepEqual(pair.server.recv(9), Buffer.alloc(0));
  assert.deepEqual(pair.server.recvfrom(9), [Buffer.alloc(0), null]);
  assert.deepEqual(readable(), [pair.server]);
});
