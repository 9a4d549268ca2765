import assert from "node:assert/strict";
import { inspect } from "node:util";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { addressOf, connectedPair, datagram } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const { MSG_PEEK, MSG_TRUNC } = socket;
const bytes = (text: string): Buffer => Buffer.from(text);

test("M1: sendmsg sends many buffers as one message", () => {
  using pair = connectedPair();
  const parts = [bytes("ab"), new Uint16Array(0), new DataView(new ArrayBuffer(2)), bytes("ef")];
  assert.equal(pair.client.sendmsg(parts), 6);
  assert.deepEqual(pair.server.recvmsg(99), [bytes("ab\0\0ef"), [], 0, null]);
});

test("M1: a datagram is made from many buffers, and has an address", () => {
  using one = datagram();
  using other = datagram();
  assert.equal(one.sendmsg([bytes("ab"), bytes("cd")], [], 0, addressOf(other)), 4);
  assert.deepEqual(other.recvmsg(99), [bytes("abcd"), [], 0, addressOf(one)]);
});

test("M2: recvmsg_into fills one view after the other", () => {
  using pair = connectedPair();
  pair.client.sendall(bytes("0123456789"));
  const first = Buffer.alloc(4, ".");
  const words = new Uint16Array(1);
  const view = new DataView(new ArrayBuffer(6), 1, 2);
  const rest = Buffer.alloc(8, ".");
  const parts = [first.subarray(1, 3), words, Buffer.alloc(0), view, rest];
  assert.deepEqual(pair.server.recvmsg_into(parts), [10, [], 0, null]);
  assert.equal(String(first), ".01.");
  assert.equal(String(Buffer.from(words.buffer)), "23");
  assert.equal(String(Buffer.from(view.buffer)), "\x0045\0\0\0");
  assert.equal(String(rest), "6789....");
});

test("M3: the buffers and the ancillary data may be any iterable", () => {
  using pair = connectedPair();
  function* parts(): Generator<Buffer> {
    yield bytes("ab");
    yield bytes("cd");
  }
  assert.equal(pair.client.sendmsg(parts(), new Set<never>()), 4);
  assert.equal(pair.client.sendmsg(new Set([bytes("ef")]), new Map<never, never>().values()), 2);
  const memory = Buffer.alloc(6);
  const halves = new Set([memory.subarray(0, 3), memory.subarray(3)]);
  assert.equal(pair.server.recvmsg_into(halves)[0], 6);
  assert.equal(String(memory), "abcdef");
  assert.deepEqual([pair.client.sendmsg([]), pair.client.sendmsg([bytes("")])], [0, 0]);
});

test("M4: anything but a buffer, or an iterable of buffers, is refused", () => {
  using pair = connectedPair();
  for (const parts of [undefined, null, 5, "ab", bytes("ab"), [5], ["a"], [null], {}]) {
    const refused = (call: () => unknown): void => {
      assert.throws(call, TypeError, inspect(parts));
    };
    refused(() => pair.client.sendmsg(parts as never));
    refused(() => pair.client.recvmsg_into(parts as never));
  }
  assert.throws(() => pair.client.sendmsg([bytes("x")], [], "0" as never), TypeError);
  assert.throws(() => {
    pair.client.sendmsg([bytes("x")], [], 0, "address" as never);
  }, TypeError);
});

test("M5: malformed ancillary data is refused, and nothing is sent", () => {
  using pair = connectedPair();
  const good = [socket.SOL_SOCKET, socket.SCM_RIGHTS, Buffer.alloc(0)];
  const malformed: unknown[] = [
    null,
    5,
    "items",
    [5],
    [null],
    [[]],
    [[1, 2]],
    [[1, 2, 3]],
    [[1, 2, "x"]],
    [["a", 2, bytes("x")]],
    [[1, null, bytes("x")]],
    [[1, 2, bytes("x"), 4]],
    [{ 0: 1, 1: 2, 2: bytes("x"), length: 3 }],
    [good, 5],
  ];
  for (const items of malformed) {
    const call = (): unknown => pair.client.sendmsg([bytes("x")], items as never);
    assert.throws(call, TypeError, inspect(items));
  }
  for (const [number, Class] of [
    [1.5, TypeError],
    [2 ** 31, RangeError],
  ] as const) {
    assert.throws(() => pair.client.sendmsg([bytes("x")], [[1, number, bytes("")]]), Class);
  }
  pair.server.setblocking(false);
  failsWith("EAGAIN", () => pair.server.recv(1));
});

test("M6: negative and fractional sizes are refused", () => {
  using pair = connectedPair();
  const { server } = pair;
  assert.throws(() => server.recvmsg(-1), /negative buffer ?size in recvmsg/u);
  for (const [size, Class] of [
    [-1, RangeError],
    [2 ** 40, RangeError],
    [1.5, TypeError],
    [NaN, TypeError],
    ["1", TypeError],
  ] as const) {
    assert.throws(() => server.recvmsg(size as never), Class);
    assert.throws(() => server.recvmsg(1, size as never), Class);
    assert.throws(() => server.recvmsg_into([Buffer.alloc(1)], size as never), Class);
  }
});

test("M7: at the end of a stream there are no bytes, no items, no flags and no address", () => {
  using pair = connectedPair();
  pair.client.shutdown(socket.SHUT_WR);
  assert.deepEqual(pair.server.recvmsg(99), [Buffer.alloc(0), [], 0, null]);
  assert.deepEqual(pair.server.recvmsg(99, 100), [Buffer.alloc(0), [], 0, null]);
  assert.deepEqual(pair.server.recvmsg_into([Buffer.alloc(9)], 100), [0, [], 0, null]);
});

test("M8: MSG_TRUNC reports a truncated datagram; the rest of a stream arrives later", () => {
  using one = datagram();
  using other = datagram();
  one.connect(addressOf(other));
  const messages: (readonly [number, Buffer, number])[] = [
    [3, bytes("012"), MSG_TRUNC],
    [6, bytes("012345"), 0],
    [7, bytes("012345"), 0],
    [0, bytes(""), MSG_TRUNC],
  ];
  for (const [size, data, flags] of messages) {
    one.send(bytes("012345"));
    assert.deepEqual(other.recvmsg(size), [data, [], flags, addressOf(one)]);
    one.send(bytes("012345"));
    assert.deepEqual(other.recvmsg_into([Buffer.alloc(size)]), [
      data.length,
      [],
      flags,
      addressOf(one),
    ]);
  }
  using pair = connectedPair();
  pair.client.sendall(bytes("012345"));
  assert.deepEqual(pair.server.recvmsg(3), [bytes("012"), [], 0, null]);
  assert.deepEqual(pair.server.recvmsg(9), [bytes("345"), [], 0, null]);
});

testUnless(isNotLinux())("M8: the end of a SOCK_SEQPACKET record is reported", () => {
  const [one, other] = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET);
  one.send(bytes("0123"));
  one.send(bytes("45"));
  const [data, , flags] = other.recvmsg(2);
  assert.deepEqual([data, flags], [bytes("01"), MSG_TRUNC]);
  assert.deepEqual(other.recvmsg(9).slice(0, 3), [bytes("45"), [], 0]);
  one.close();
  other.close();
});

function isNotLinux(): string | false {
  return process.platform !== "linux" && "the flags are Linux's";
}

test("M9: the address of a message on a stream is null", () => {
  using pair = connectedPair();
  pair.client.sendall(bytes("xy"));
  assert.equal(pair.server.recvmsg(1)[3], null);
  assert.equal(pair.server.recvmsg_into([Buffer.alloc(1)])[3], null);
});

test("M10: without a connection or an address, sendmsg throws OSError", () => {
  using datagrams = datagram();
  failsWith("EDESTADDRREQ", () => datagrams.sendmsg([bytes("x")]));
  failsWith("EDESTADDRREQ", () => datagrams.sendmsg([bytes("x")], [], 0, null));
  using stream = socket.socket();
  failsWith("EPIPE", () => stream.sendmsg([bytes("x")]));
  failsWith("ENOTCONN", () => stream.recvmsg(1));
});

test("MSG_PEEK leaves the message in the queue", () => {
  using pair = connectedPair();
  pair.client.sendmsg([bytes("abc")]);
  assert.equal(String(pair.server.recvmsg(2, 0, MSG_PEEK)[0]), "ab");
  assert.equal(String(pair.server.recvmsg(9)[0]), "abc");
});
