// What Linux does, seen through this package: the flags of recv and send on TCP.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { eventsOf, needsLinux as skip, outcome, untilReceived } from "../support/kernel.ts";
import { connectedPair, type Pair } from "../support/sockets.ts";

checkDescriptors();

/** A connection on which a text has arrived, in these sends; one that begins with `!` is urgent. */
async function arrived(...sends: string[]): Promise<Pair> {
  const pair = connectedPair();
  for (const text of sends) {
    pair.client.sendall(Buffer.from(text), text.startsWith("!") ? socket.MSG_OOB : 0);
  }
  await untilReceived(pair.server, sends.join("").length);
  pair.server.setblocking(false);
  return pair;
}

test("experiment 17: MSG_PEEK repeats", { skip }, async () => {
  using pair = await arrived("text");
  const { server } = pair;
  for (let times = 0; times < 2; times++)
    assert.equal(String(server.recv(3, socket.MSG_PEEK)), "tex");
  assert.equal(String(server.recv(99)), "text");
});

test("experiment 17: MSG_TRUNC throws away", { skip }, async () => {
  using pair = await arrived("some text");
  const bytes = Buffer.from("01234");
  assert.equal(pair.server.recv_into(bytes, 5, socket.MSG_TRUNC), 5);
  assert.deepEqual([String(bytes), String(pair.server.recv(99))], ["01234", "text"]);
});

test("experiment 17: five sends can be one recv", { skip }, async () => {
  using pair = await arrived("a", "b", "c", "d", "e");
  assert.equal(String(pair.server.recv(99)), "abcde");
});

test(
  "experiment 17: urgent data is beside the stream, and recv stops at the mark",
  { skip },
  async () => {
    using pair = await arrived("abc", "!", "def");
    const { server } = pair;
    assert.equal(eventsOf(server), "IN|PRI|OUT");
    assert.equal(String(server.recv(99)), "abc");
    assert.equal(String(server.recv(99, socket.MSG_OOB)), "!");
    assert.equal(String(server.recv(99)), "def");
    assert.equal(
      outcome(() => server.recv(99, socket.MSG_OOB)),
      "EINVAL",
    );
  },
);

test(
  "experiment 17: with SO_OOBINLINE it is part of the stream, which is split there",
  { skip },
  async () => {
    using pair = await arrived("abc", "!", "def");
    const { server } = pair;
    socket.setOption(server, "SO_OOBINLINE", true);
    assert.deepEqual([String(server.recv(99)), String(server.recv(99))], ["abc", "!def"]);
  },
);
