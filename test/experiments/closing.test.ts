// What Linux does, seen through this package: how connections end, and who learns what of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import {
  eventsOf,
  needsLinux as skip,
  outcome,
  reset,
  stateOf,
  takeError,
  untilHungUp,
  untilReadable,
} from "../support/kernel.ts";
import { tcpStateOf } from "../support/process-state.ts";
import { addressOf, connectedPair, fill } from "../support/sockets.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const TEXT = Buffer.from("text");

function send(s: socket.Socket): string {
  return outcome(() => s.send(TEXT));
}

/** What recv says: the bytes as text, or the error's code. */
function receive(s: socket.Socket): string {
  let text = "";
  const result = outcome(() => {
    text = String(s.recv(99));
  });
  return result === "OK" ? text : result;
}

test(
  "experiment 8: to a peer that closed in order the first send works, the second is EPIPE",
  { skip },
  () => {
    using pair = connectedPair();
    const { client, server } = pair;
    server.close();
    untilReadable(client);
    assert.equal(send(client), "OK");
    untilHungUp(client);
    assert.deepEqual([send(client), receive(client)], ["EPIPE", ""]);
  },
);

test("experiment 8: a peer that closes with data unread resets the connection", { skip }, () => {
  using pair = connectedPair();
  const { client, server } = pair;
  client.send(TEXT);
  untilReadable(server);
  server.close();
  untilHungUp(client);
  assert.deepEqual([receive(client), receive(client)], ["ECONNRESET", ""]);
  assert.deepEqual([send(client), receive(client)], ["EPIPE", ""]);
});

test("experiment 8: what it had sent before is read before the reset", { skip }, () => {
  using pair = connectedPair();
  const { client, server } = pair;
  server.send(Buffer.from("answer"));
  client.send(TEXT);
  untilReadable(server);
  server.close();
  untilHungUp(client);
  assert.deepEqual([receive(client), receive(client)], ["answer", "ECONNRESET"]);
  assert.equal(receive(client), "");
});

test("experiment 8: streams of AF_UNIX do the same, but know of the end at once", { skip }, () => {
  const [a, b] = socket.socketpair();
  b.close();
  assert.deepEqual([send(a), send(a), receive(a)], ["EPIPE", "EPIPE", ""]);
  a.close();

  const [c, d] = socket.socketpair();
  d.send(Buffer.from("answer"));
  c.send(TEXT);
  d.close();
  assert.deepEqual([receive(c), receive(c), receive(c)], ["answer", "ECONNRESET", ""]);
  assert.equal(send(c), "EPIPE");
  c.close();
});

test("experiment 9: who reads SO_ERROR takes a reset for the end of the stream", { skip }, () => {
  using pair = connectedPair();
  reset(pair.server);
  untilHungUp(pair.client);
  assert.deepEqual([takeError(pair.client), takeError(pair.client)], ["ECONNRESET", "OK"]);
  assert.equal(receive(pair.client), "");
});

test(
  "experiment 10: SO_LINGER without time is a reset, and leaves no TIME_WAIT",
  { skip },
  async () => {
    using pair = connectedPair();
    const { client, server } = pair;
    const ports = [addressOf(server)[1], addressOf(client)[1]] as const;
    assert.equal(tcpStateOf(...ports), socket.TCP_ESTABLISHED);
    reset(server);
    untilHungUp(client);
    assert.equal(receive(client), "ECONNRESET");
    await until(() => tcpStateOf(...ports) === undefined);
  },
);

test(
  "experiment 10: close waits for SO_LINGER's time, also when the socket does not block",
  { skip },
  () => {
    using pair = connectedPair();
    const { client } = pair;
    client.setblocking(false);
    fill(client);
    socket.setOption(client, "SO_LINGER", { onoff: true, linger: 1 });
    const start = performance.now();
    client.close();
    assert.ok(performance.now() - start > 900);
  },
);

test("experiment 26: close sends nothing while a dup lives", { skip }, () => {
  using pair = connectedPair();
  const { client, server } = pair;
  const copy = client.dup();
  client.close();
  copy.send(TEXT);
  assert.equal(receive(server), "text");
  assert.deepEqual([stateOf(server), eventsOf(server)], ["ESTABLISHED", "OUT"]);
  copy.close();
  assert.equal(receive(server), "");
  assert.equal(stateOf(server), "CLOSE_WAIT");
});
