// What Linux does, seen through this package: unusual ways to be connected.

import assert from "node:assert/strict";
import { constants, readFileSync } from "node:fs";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { needsLinux as skip, Together, untilReadable } from "../support/kernel.ts";
import { addressOf, connectTo, listen } from "../support/sockets.ts";

checkDescriptors();

const TEXT = Buffer.from("text");

test("experiment 26: a socket can connect to itself", { skip }, () => {
  using s = socket.socket();
  s.bind(["127.0.0.1", 0]);
  s.connect(addressOf(s));
  assert.deepEqual(s.getpeername(), s.getsockname());
  s.sendall(TEXT);
  assert.equal(String(s.recv(99)), "text");
});

/** Whether O_NONBLOCK is set on the open file, as the kernel keeps it. */
function isNonBlocking(s: socket.Socket): boolean {
  const text = readFileSync(`/proc/self/fdinfo/${s.fileno()}`, "utf8");
  const flags = Number.parseInt(/^flags:\s+(\d+)$/mu.exec(text)![1]!, 8);
  return (flags & constants.O_NONBLOCK) !== 0;
}

test("experiment 26: who is accepted by a non-blocking listener is blocking", { skip }, () => {
  using all = new Together();
  const listener = all.add(listen());
  listener.setblocking(false);
  const s = all.add(connectTo(listener));
  untilReadable(listener);
  const conn = all.add(listener.accept()[0]);
  assert.deepEqual([listener, s, conn].map(isNonBlocking), [true, false, false]);
});
