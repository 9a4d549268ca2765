// What Linux does, seen through this package: how much fits into buffers, and when it leaves them.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import {
  eventsOf,
  needsLinux as skip,
  Together,
  untilReadable,
  untilReceived,
} from "../support/kernel.ts";
import { systemSetting } from "../support/process-state.ts";
import { addressOf, connectedPair, fill, listen, type Pair } from "../support/sockets.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const BYTE = Buffer.from("x");

const bufferLimits = { SO_SNDBUF: "net/core/wmem_max", SO_RCVBUF: "net/core/rmem_max" } as const;

for (const [option, limit] of Object.entries(bufferLimits)) {
  const name = option as keyof typeof bufferLimits;
  test(`experiment 13: ${name} is doubled, with a floor and a ceiling`, { skip }, () => {
    using s = socket.socket();
    const sizeFor = (asked: number): number => {
      socket.setOption(s, name, asked);
      return socket.getOption(s, name);
    };
    assert.equal(sizeFor(50_000), 100_000);
    assert.equal(sizeFor(0), sizeFor(1));
    assert.ok(sizeFor(0) > 1000);
    assert.equal(sizeFor(2 ** 30), 2 * systemSetting(limit)[0]!);
  });
}

/** How many bytes a connection takes that nobody reads from, in sends of one size. */
async function capacity(size: number): Promise<number> {
  using all = new Together();
  const listener = all.add(listen());
  socket.setOption(listener, "SO_RCVBUF", 20_000);
  const client = all.add(socket.socket());
  socket.setOption(client, "SO_SNDBUF", 20_000);
  socket.setOption(client, "TCP_NODELAY", true);
  client.connect(addressOf(listener));
  all.add(listener.accept()[0]);
  client.setblocking(false);
  let total = 0;
  await until(() => {
    const more = fill(client, size);
    total += more;
    // What was sent has been taken in, and the window is closed for the rest.
    return more === 0 && socket.getOption(client, "TCP_INFO").tcpi_unacked === 0;
  });
  return total;
}

test("experiment 13: over TCP less fits in small pieces than in large ones", { skip }, async () => {
  assert.ok((await capacity(100)) < (await capacity(10_000)));
});

/** How many sends of one size an AF_UNIX socket takes. */
function countOfSends(size: number, type: number): number {
  const [a, b] = socket.socketpair(socket.AF_UNIX, type);
  a.setblocking(false);
  const count = fill(a, size) / size;
  a.close();
  b.close();
  return count;
}

test("experiment 13: AF_UNIX counts small sends, not their bytes", { skip }, () => {
  for (const type of [socket.SOCK_STREAM, socket.SOCK_DGRAM]) {
    const [one, hundred, large] = [1, 100, 10_000].map((size) => countOfSends(size, type));
    assert.equal(one, hundred);
    assert.ok(one! > large! && large! > 0);
  }
});

/** How many bytes have not been sent, and in how many segments the others were, at first. */
function heldAndSent({ client }: Pair): [held: number, segments: number] {
  const info = socket.getOption(client, "TCP_INFO");
  // On a slow machine a segment may be sent again before its ACK has come.
  return [info.tcpi_notsent_bytes!, info.tcpi_data_segs_out! - info.tcpi_total_retrans];
}

/** What two writes of a byte come to on a new connection. */
function writeTwice(pair: Pair): [held: number, segments: number] {
  pair.client.send(BYTE);
  pair.client.send(BYTE);
  return heldAndSent(pair);
}

/**
 * Tries what the kernel holds back for a few milliseconds only, with new connections until the
 * machine was fast enough to see it.
 */
async function untilHeld(held: number, prepare: (pair: Pair) => void): Promise<Pair> {
  let pair: Pair | undefined;
  await until(() => {
    pair?.[Symbol.dispose]();
    pair = connectedPair();
    prepare(pair);
    return writeTwice(pair)[0] === held;
  });
  return pair!;
}

test("experiment 14: a second small write waits for the first one's ACK", { skip }, async () => {
  using pair = await untilHeld(1, ({ server }) => {
    socket.setOption(server, "TCP_QUICKACK", false);
  });
  await untilReceived(pair.server, 2);
  assert.deepEqual(heldAndSent(pair), [0, 2]);
});

test("experiment 14: an ACK of the receiver's lets it go", { skip }, async () => {
  using pair = await untilHeld(1, ({ server }) => {
    socket.setOption(server, "TCP_QUICKACK", false);
  });
  socket.setOption(pair.server, "TCP_QUICKACK", true);
  await untilReceived(pair.server, 2);
});

test("experiment 14: with TCP_NODELAY nothing waits", { skip }, async () => {
  using pair = connectedPair();
  socket.setOption(pair.server, "TCP_QUICKACK", false);
  socket.setOption(pair.client, "TCP_NODELAY", true);
  assert.equal(writeTwice(pair)[0], 0);
  await untilReceived(pair.server, 2);
  assert.deepEqual(heldAndSent(pair), [0, 2]);
});

test(
  "experiment 14: TCP_CORK holds all back, and lets it go as one segment",
  { skip },
  async () => {
    using pair = await untilHeld(2, ({ client }) => {
      socket.setOption(client, "TCP_CORK", true);
    });
    assert.equal(eventsOf(pair.server), "OUT");
    socket.setOption(pair.client, "TCP_CORK", false);
    await untilReceived(pair.server, 2);
    assert.deepEqual(heldAndSent(pair), [0, 1]);
  },
);

test("experiment 14: what is corked leaves after a while all the same", { skip }, async () => {
  using pair = await untilHeld(2, ({ client }) => {
    socket.setOption(client, "TCP_CORK", true);
  });
  assert.equal(untilReadable(pair.server), "IN|OUT");
  assert.equal(socket.getOption(pair.client, "TCP_CORK"), true);
  assert.equal(pair.server.recv(99).length, 2);
});

test("experiment 14: one write of many buffers is one segment", { skip }, async () => {
  using pair = connectedPair();
  pair.client.sendmsg([BYTE, BYTE]);
  await untilReceived(pair.server, 2);
  assert.deepEqual(heldAndSent(pair), [0, 1]);
});
