// What Linux does, seen through this package: connections that nobody has accepted yet.

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
  Together,
  untilHungUp,
  untilReadable,
} from "../support/kernel.ts";
import { networkCounter, systemSetting, tcpStateOf } from "../support/process-state.ts";
import { addressOf, connectTo, fill, listen } from "../support/sockets.ts";
import { until } from "../support/until.ts";

checkDescriptors();

type Inet = socket.Socket<socket.InetAddress>;

/** A client that does not wait for its connection. */
function begin(all: Together, listener: Inet): Inet {
  const s = all.add(socket.socket());
  s.setblocking(false);
  s.connect_ex(addressOf(listener));
  return s;
}

test("experiment 4: listen(n) lets n + 1 connect; the rest get no answer", { skip }, async () => {
  const n = 3;
  using all = new Together();
  const listener = all.add(listen());
  listener.listen(n);
  const before = ["ListenOverflows", "ListenDrops"].map((name) => networkCounter("TcpExt", name));
  const first = Array.from({ length: n + 1 }, () => begin(all, listener));
  await until(() => socket.getOption(listener, "TCP_INFO").tcpi_unacked === n + 1);
  assert.deepEqual(new Set(first.map(stateOf)), new Set(["ESTABLISHED"]));
  const rest = Array.from({ length: 3 }, () => begin(all, listener));
  // Each has asked again, and is not refused.
  await until(() => rest.every((s) => socket.getOption(s, "TCP_INFO").tcpi_retransmits > 0));
  assert.deepEqual(rest.map(stateOf), ["SYN_SENT", "SYN_SENT", "SYN_SENT"]);
  const info = socket.getOption(listener, "TCP_INFO");
  assert.deepEqual([info.tcpi_unacked, info.tcpi_sacked], [n + 1, n]);
  const after = ["ListenOverflows", "ListenDrops"].map((name) => networkCounter("TcpExt", name));
  for (const i of [0, 1]) assert.ok(after[i]! - before[i]! >= rest.length);
});

test("experiment 4: a connection that is accepted makes room for one more", { skip }, async () => {
  using all = new Together();
  const listener = all.add(listen());
  listener.listen(0);
  begin(all, listener);
  await until(() => socket.getOption(listener, "TCP_INFO").tcpi_unacked === 1);
  const next = begin(all, listener);
  all.add(listener.accept()[0]);
  await until(() => stateOf(next) === "ESTABLISHED");
});

test("experiment 4: a backlog above somaxconn is cut down to it", { skip }, () => {
  using listener = listen();
  listener.listen(2 ** 31 - 1);
  const limit = socket.getOption(listener, "TCP_INFO").tcpi_sacked;
  assert.equal(limit, systemSetting("net/core/somaxconn")[0]);
});

test(
  "experiment 5: who is not accepted is connected, can send, and is reset in the end",
  { skip },
  () => {
    using listener = listen();
    using client = connectTo(listener);
    client.setblocking(false);
    assert.ok(fill(client) > 100_000);
    listener.close();
    assert.equal(untilHungUp(client), "IN|OUT|ERR|HUP|RDHUP");
    assert.equal(
      outcome(() => client.recv(1)),
      "ECONNRESET",
    );
  },
);

test("experiment 12: a connection that was reset is accepted all the same", { skip }, async () => {
  using listener = listen();
  const client = connectTo(listener);
  const ports = [addressOf(listener)[1], addressOf(client)[1]] as const;
  client.send(Buffer.from("before"));
  reset(client);
  await until(() => tcpStateOf(...ports) === undefined);
  assert.equal(eventsOf(listener), "IN");
  const accepted = listener.accept();
  using conn = accepted[0];
  assert.equal(accepted[1]![1], ports[1]);
  assert.equal(String(conn.recv(99)), "before");
  assert.equal(
    outcome(() => conn.recv(99)),
    "ECONNRESET",
  );
  assert.equal(conn.recv(99).length, 0);
  assert.equal(
    outcome(() => conn.getpeername()),
    "ENOTCONN",
  );
});

test(
  "experiment 15: with TCP_DEFER_ACCEPT who sends nothing is not accepted",
  { skip },
  async () => {
    using listener = listen();
    socket.setOption(listener, "TCP_DEFER_ACCEPT", 100);
    using client = connectTo(listener);
    const ports = [addressOf(listener)[1], addressOf(client)[1]] as const;
    assert.equal(stateOf(client), "ESTABLISHED");
    await until(() => tcpStateOf(...ports) === socket.TCP_SYN_RECV);
    assert.equal(eventsOf(listener), "");
    client.send(Buffer.from("text"));
    assert.equal(untilReadable(listener), "IN");
    using conn = listener.accept()[0];
    assert.equal(String(conn.recv(99, socket.MSG_DONTWAIT)), "text");
  },
);

test("experiment 15: TCP_DEFER_ACCEPT ends when its time is up", { skip }, () => {
  using listener = listen();
  socket.setOption(listener, "TCP_DEFER_ACCEPT", 1);
  using client = connectTo(listener);
  assert.equal(untilReadable(listener), "IN");
  using conn = listener.accept()[0];
  conn.setblocking(false);
  assert.equal(
    outcome(() => conn.recv(1)),
    "EAGAIN",
  );
  assert.equal(stateOf(client), "ESTABLISHED");
});
