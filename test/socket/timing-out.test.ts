// What happens when a timeout expires.

import assert from "node:assert/strict";

import { BlockingIOError, TimeoutError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { addressOf, connectedPair, datagram, fill, listen, localPair } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const SECONDS = 0.05;

/** Checks that a call throws TimeoutError, not early, with the name of its system call. */
function timesOut(syscall: string, call: () => unknown): void {
  const begun = performance.now();
  assert.throws(call, (error) => {
    assert.ok(error instanceof TimeoutError, String(error));
    assert.deepEqual([error.errno, error.code], [null, undefined]);
    assert.deepEqual([error.message, error.strerror], ["timed out", "timed out"]);
    assert.equal(error.syscall, syscall);
    return true;
  });
  assert.ok(performance.now() - begun >= SECONDS * 1000, syscall);
}

function fillAndSetTimeout(s: socket.Socket): void {
  s.settimeout(0);
  fill(s);
  s.settimeout(SECONDS);
}

test("T14: a receive that times out is TimeoutError, with no errno", () => {
  using pair = connectedPair();
  const { server } = pair;
  server.settimeout(SECONDS);
  timesOut("recv", () => server.recv(1));
  timesOut("recv", () => server.recv_into(Buffer.alloc(1)));
  timesOut("recvfrom", () => server.recvfrom(1));
  timesOut("recvfrom", () => server.recvfrom_into(Buffer.alloc(1)));
  timesOut("recvmsg", () => server.recvmsg(1));
  timesOut("recvmsg", () => server.recvmsg_into([Buffer.alloc(1)]));
  pair.client.sendall(Buffer.from("x"));
  assert.equal(String(server.recv(1)), "x");
});

test("T16: accept times out", () => {
  using listener = listen();
  listener.settimeout(SECONDS);
  timesOut("accept", () => listener.accept());
});

test("T17: send, sendall and sendmsg time out", () => {
  using pair = localPair();
  const { client } = pair;
  const bytes = Buffer.alloc(1 << 20);
  fillAndSetTimeout(client);
  timesOut("send", () => client.send(bytes));
  timesOut("send", () => {
    client.sendall(bytes);
  });
  timesOut("sendmsg", () => client.sendmsg([bytes, bytes]));
});

testUnless(process.platform !== "linux" && "abstract names")("T17: sendto times out", () => {
  using receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  receiver.bind("");
  using filler = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  filler.connect(receiver.getsockname());
  filler.settimeout(0);
  assert.throws(() => {
    for (;;) filler.send(Buffer.from("x"));
  }, BlockingIOError);
  using other = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  other.settimeout(SECONDS);
  timesOut("sendto", () => other.sendto(Buffer.from("x"), receiver.getsockname()));
  timesOut("sendmsg", () => other.sendmsg([Buffer.from("x")], [], 0, receiver.getsockname()));
});

test("T18: the timeout of sendall covers the whole call, even if it sends a part now and then", () => {
  using pair = connectedPair();
  pair.client.settimeout(0.2);
  const begun = performance.now();
  assert.throws(() => {
    pair.client.sendall(Buffer.alloc(64 << 20));
  }, TimeoutError);
  assert.ok(performance.now() - begun >= 200);
});

test("T19: a datagram receive times out", () => {
  using s = datagram();
  s.settimeout(SECONDS);
  timesOut("recvfrom", () => s.recvfrom(1));
  timesOut("recvfrom", () => s.recvfrom_into(Buffer.alloc(1)));
  timesOut("recvmsg", () => s.recvmsg(1));
});

testUnless(socket.MSG_ERRQUEUE === undefined)(
  "a timeout ends a call for which poll reports ready but the call is not",
  () => {
    using receiver = datagram();
    using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    sender.connect(addressOf(receiver));
    sender.send(Buffer.from("x"));
    receiver.settimeout(SECONDS);
    timesOut("recv", () => receiver.recv(10, socket.MSG_ERRQUEUE));
  },
);
