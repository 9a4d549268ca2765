// Descriptors as ancillary data: SCM_RIGHTS.

import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors, openDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { Ends, numbersIn, withPair } from "../support/passing.ts";
import { needsProc } from "../support/process-state.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const { CMSG_LEN, CMSG_SPACE, MSG_CTRUNC, SCM_RIGHTS, SOL_SOCKET } = socket;
const INT = Int32Array.BYTES_PER_ELEMENT;
const X = Buffer.from("x");
const skip = needsProc;

test("M12: a descriptor is passed, over a stream and in a datagram", () => {
  for (const type of [socket.SOCK_STREAM, socket.SOCK_DGRAM]) {
    withPair((sender, receiver) => {
      const ends = new Ends(1);
      assert.equal(sender.sendmsg([X], [ends.item]), 1);
      const [data, items, flags] = receiver.recvmsg(9, CMSG_LEN(INT));
      assert.deepEqual([data, items.length, flags], [X, 1, 0]);
      const [level, kind, bytes] = items[0]!;
      assert.deepEqual([level, kind, bytes.length], [SOL_SOCKET, SCM_RIGHTS, INT]);
      ends.check(numbersIn(bytes)[0]!, 0);
      ends.closeAndCheck();
    }, type);
  }
});

test("M13: several descriptors are passed in one array, and in two items", () => {
  withPair((sender, receiver) => {
    const ends = new Ends(3);
    const [first, ...others] = ends.fds;
    const both = [
      [SOL_SOCKET, SCM_RIGHTS, new Int32Array([first!])],
      [SOL_SOCKET, SCM_RIGHTS, new Int32Array(others)],
    ] as const;
    for (const items of [[ends.item], both]) {
      sender.sendmsg([X], items);
      const [, received] = receiver.recvmsg_into([Buffer.alloc(1)], CMSG_SPACE(3 * INT));
      const fds = received.flatMap(([, , bytes]) => numbersIn(bytes));
      assert.equal(fds.length, 3);
      fds.forEach((fd, index) => {
        ends.check(fd, index);
      });
    }
    ends.closeAndCheck();
  });
});

testUnless(skip)("M15, M16, M22: MSG_CTRUNC reports what does not fit, and nothing leaks", () => {
  withPair((sender, receiver) => {
    const ends = new Ends(3);
    // Like CPython: no items with a truncated header, and only whole descriptors.
    const sizes = [
      ...[0, 1, 8, 15, 16, 17, 19].map((size) => [size, 0] as const),
      ...[20, 21, 23].map((size) => [size, 1] as const),
      ...[24, 25, 27].map((size) => [size, 2] as const),
      ...[28, 32, 48].map((size) => [size, 3] as const),
    ];
    for (const [size, expected] of sizes) {
      sender.sendmsg([X], [ends.item]);
      const before = openDescriptors().length;
      const [data, items, flags] = receiver.recvmsg(1, size);
      const fds = items.flatMap(([, , bytes]) => numbersIn(bytes));
      assert.deepEqual([data, fds.length, flags], [X, expected, expected < 3 ? MSG_CTRUNC : 0]);
      assert.equal(openDescriptors().length - before, expected, `with room for ${size} bytes`);
      fds.forEach((fd, index) => {
        ends.check(fd, index);
      });
    }
    ends.closeAndCheck();
  });
});

test("M17: an empty array of descriptors passes none", () => {
  withPair((sender, receiver) => {
    sender.sendmsg([X], [[SOL_SOCKET, SCM_RIGHTS, new Int32Array(0)]]);
    assert.deepEqual(receiver.recvmsg(9, CMSG_SPACE(INT)), [X, [], 0, null]);
    assert.equal(socket.send_fds(sender, [X], []), 1);
    assert.deepEqual(socket.recv_fds(receiver, 9, 4), [X, [], 0, null]);
  });
});

test("M19: send_fds and recv_fds pass ten descriptors at once", () => {
  withPair((sender, receiver) => {
    const ends = new Ends(10);
    const parts = [Buffer.from("ab"), Buffer.from("cd")];
    assert.equal(socket.send_fds(sender, parts, new Set(ends.fds)), 4);
    const [data, fds, flags, address] = socket.recv_fds(receiver, 99, 10);
    assert.deepEqual([String(data), fds.length, flags, address], ["abcd", 10, 0, null]);
    fds.forEach((fd, index) => {
      ends.check(fd, index);
    });
    ends.closeAndCheck();
  });
});

testUnless(skip)(
  "M19: with less room, some descriptors are received and the others are closed",
  () => {
    withPair((sender, receiver) => {
      const ends = new Ends(5);
      socket.send_fds(sender, [X], ends.fds);
      const before = openDescriptors().length;
      const [data, fds, flags] = socket.recv_fds(receiver, 9, 1);
      assert.deepEqual([data, flags], [X, MSG_CTRUNC]);
      assert.equal(openDescriptors().length - before, fds.length);
      assert.ok(fds.length >= 1 && fds.length < 5);
      fds.forEach((fd, index) => {
        ends.check(fd, index);
      });
      ends.closeAndCheck();
    });
  },
);

test("M21: passing a descriptor that is not open is EBADF, and nothing is sent", () => {
  withPair((sender, receiver) => {
    const closed = socket.socket();
    const fd = closed.fileno();
    closed.close();
    for (const bad of [fd, -1]) {
      failsWith("EBADF", () => socket.send_fds(sender, [X], [bad]));
      failsWith("EBADF", () =>
        sender.sendmsg([X], [[SOL_SOCKET, SCM_RIGHTS, new Int32Array([bad])]]),
      );
    }
    receiver.setblocking(false);
    failsWith("EAGAIN", () => socket.recv_fds(receiver, 1, 1));
  });
});

test("send_fds refuses invalid descriptors, and recv_fds an invalid count", () => {
  withPair((sender, receiver) => {
    for (const number of [2 ** 40, 2 ** 32]) {
      assert.throws(() => socket.send_fds(sender, [X], [number]), RangeError);
      assert.throws(() => socket.recv_fds(receiver, 1, number), RangeError);
    }
    for (const wrong of [1.5, NaN, "1"]) {
      assert.throws(() => socket.send_fds(sender, [X], [wrong as never]), TypeError);
      assert.throws(() => socket.recv_fds(receiver, 1, wrong as never), TypeError);
    }
    assert.throws(() => socket.recv_fds(receiver, 1, -1), RangeError);
  });
});
