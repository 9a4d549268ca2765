// What Linux does, seen through this package: sockets that are not connected, or not yet.

import assert from "node:assert/strict";
import { constants, readFileSync } from "node:fs";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import {
  eventsOf,
  nameOf,
  needsLinux as skip,
  outcome,
  stateOf,
  takeError,
  Together,
  untilHungUp,
  untilReadable,
} from "../support/kernel.ts";
import { addressOf, connectTo, fullListener, listen } from "../support/sockets.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const TEXT = Buffer.from("text");
type Inet = socket.Socket<socket.InetAddress>;

function client(all: Together): Inet {
  const s = all.add(socket.socket());
  s.setblocking(false);
  return s;
}

/** The address of a socket that does not listen: nobody else can have it. */
function closedPort(all: Together): socket.InetAddress {
  const s = all.add(socket.socket());
  s.bind(["127.0.0.1", 0]);
  return addressOf(s);
}

test("experiment 6: to a listener, connect_ex says EINPROGRESS, 0, EISCONN", { skip }, async () => {
  using all = new Together();
  const s = client(all);
  const address = addressOf(all.add(listen()));
  const connect = (): string => nameOf(s.connect_ex(address));
  assert.equal(connect(), "EINPROGRESS");
  await until(() => stateOf(s) === "ESTABLISHED");
  assert.deepEqual([connect(), connect(), connect()], ["OK", "EISCONN", "EISCONN"]);
});

test("experiment 6: to a full queue, it says EALREADY; recv and send say EAGAIN", { skip }, () => {
  using all = new Together();
  const s = client(all);
  const { address } = all.add(fullListener());
  const connect = (): string => nameOf(s.connect_ex(address));
  assert.deepEqual([connect(), connect(), connect()], ["EINPROGRESS", "EALREADY", "EALREADY"]);
  const results = [outcome(() => s.recv(1)), outcome(() => s.send(TEXT))];
  assert.deepEqual([...results, eventsOf(s)], ["EAGAIN", "EAGAIN", ""]);
});

test("experiment 6: to a closed port, the error waits in SO_ERROR, once", { skip }, () => {
  using all = new Together();
  const s = client(all);
  const address = closedPort(all);
  assert.equal(nameOf(s.connect_ex(address)), "EINPROGRESS");
  assert.equal(untilHungUp(s), "IN|OUT|ERR|HUP|RDHUP");
  assert.deepEqual([takeError(s), takeError(s)], ["ECONNREFUSED", "OK"]);
  assert.equal(nameOf(s.connect_ex(address)), "ECONNABORTED");
});

test("experiment 6: or connect_ex says it, and then starts anew", { skip }, () => {
  using all = new Together();
  const s = client(all);
  const address = closedPort(all);
  for (let times = 0; times < 2; times++) {
    assert.equal(nameOf(s.connect_ex(address)), "EINPROGRESS");
    untilHungUp(s);
    assert.equal(nameOf(s.connect_ex(address)), "ECONNREFUSED");
  }
});

test("experiment 7: a fresh socket is writable and hung up", { skip }, () => {
  using s = socket.socket();
  assert.deepEqual([stateOf(s), eventsOf(s)], ["CLOSE", "OUT|HUP"]);
  assert.equal(
    outcome(() => s.recv(1)),
    "ENOTCONN",
  );
  assert.equal(
    outcome(() => s.send(TEXT)),
    "EPIPE",
  );
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
