// Descriptors that were passed but that nobody receives.

import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors, openDescriptors } from "../support/descriptors.ts";
import { Ends, type UnixSocket, withPair } from "../support/passing.ts";
import { needsProc } from "../support/process-state.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const X = Buffer.from("x");
const skip = needsProc;

const plainReceives: Record<string, (receiver: UnixSocket) => unknown> = {
  recv: (receiver) => receiver.recv(9),
  recv_into: (receiver) => receiver.recv_into(Buffer.alloc(9)),
  recvfrom: (receiver) => receiver.recvfrom(9),
  recvfrom_into: (receiver) => receiver.recvfrom_into(Buffer.alloc(9)),
  recvmsg: (receiver) => receiver.recvmsg(9),
  recvmsg_into: (receiver) => receiver.recvmsg_into([Buffer.alloc(9)]),
  read: (receiver) => syscalls.read(receiver.fileno(), Buffer.alloc(9), 0, 9),
};

for (const [name, receive] of Object.entries(plainReceives)) {
  testUnless(skip)(`M22: descriptors that a plain ${name} drops do not leak`, () => {
    for (const type of [socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET]) {
      withPair((sender, receiver) => {
        const ends = new Ends(3);
        socket.send_fds(sender, [X], ends.fds);
        const before = openDescriptors().length;
        receive(receiver);
        assert.equal(openDescriptors().length, before);
        ends.closeAndCheck();
      }, type);
    }
  });
}

test("M22: descriptors that are never read are closed with the socket", () => {
  const [sender, receiver] = socket.socketpair();
  const ends = new Ends(3);
  socket.send_fds(sender, [X], ends.fds);
  receiver.close();
  sender.close();
  ends.closeAndCheck();
});

testUnless(skip)(
  "M22: a peek returns its own descriptors, and the message's can still be received",
  () => {
    withPair((sender, receiver) => {
      const ends = new Ends(1);
      socket.send_fds(sender, [X], ends.fds);
      for (const flags of [socket.MSG_PEEK, 0]) {
        const [, fds] = socket.recv_fds(receiver, 9, 1, flags);
        assert.equal(fds.length, 1);
        ends.check(fds[0]!, 0);
      }
      ends.closeAndCheck();
    });
  },
);
