import assert from "node:assert/strict";

import { BlockingIOError, TimeoutError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { needsThread, writeOnceBlocked } from "../support/once-blocked.ts";
import { askPython } from "../support/python.ts";
import { addressOf, connectedPair, listen } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

type Setting = ["settimeout", number | null] | ["setblocking", boolean];

const settings: Setting[] = [
  ["setblocking", true],
  ["setblocking", false],
  ["settimeout", null],
  ["settimeout", 0],
  ...[0.5, 3, 1e-13, 1e-9, 5e-10, 0.07, 0.123456789123, 1e9].map((timeout): Setting => [
    "settimeout",
    timeout,
  ]),
];

/** Returns a socket's timeouts, and whether its descriptor is blocking. */
function stateAfter([name, value]: Setting): unknown[] {
  using s = socket.socket();
  if (name === "settimeout") s.settimeout(value);
  else s.setblocking(value);
  return [s.gettimeout(), s.getblocking(), syscalls.getBlocking(s.fileno()) === 1];
}

test("T2, T3, T7, T8: timeouts, blocking and O_NONBLOCK are as in CPython", () => {
  const answers = askPython(
    `
import json, os, socket, sys
def state(name, value):
    with socket.socket() as s:
        getattr(s, name)(value)
        return [s.gettimeout(), s.getblocking(), os.get_blocking(s.fileno())]
print(json.dumps([state(*setting) for setting in json.load(sys.stdin)]))`,
    settings,
  );
  assert.deepEqual(settings.map(stateAfter), answers);
  assert.deepEqual(stateAfter(["settimeout", 0]), [0, false, false]);
  assert.deepEqual(stateAfter(["settimeout", 0.5]), [0.5, true, false]);
  assert.deepEqual(stateAfter(["settimeout", 1e-13]), [1e-9, true, false]);
});

test("T4, T5, T6: a timeout is refused if it is negative, not finite, too long or not a number", () => {
  using s = socket.socket();
  for (const timeout of [-1, -0.001, -1e-13, NaN, Infinity, -Infinity, 1e10, 1e300])
    assert.throws(() => {
      s.settimeout(timeout);
    }, RangeError);
  for (const timeout of ["1", "", true, {}, [], undefined, 1n])
    assert.throws(() => {
      s.settimeout(timeout as never);
    }, TypeError);
  assert.throws(() => {
    s.setblocking(1 as never);
  }, TypeError);
  assert.equal(s.gettimeout(), null);
});

testUnless(needsThread)("T1: after settimeout(null) a call waits forever", async () => {
  using pair = connectedPair();
  pair.server.settimeout(0);
  assert.throws(() => pair.server.recv(9), BlockingIOError);
  pair.server.settimeout(null);
  const sent = writeOnceBlocked("recvfrom", pair.client.fileno(), "later");
  assert.equal(String(pair.server.recv(9)), "later");
  await sent;
});

test("T10, T11: the default timeout is null, and new sockets get it", () => {
  assert.equal(socket.getdefaulttimeout(), null);
  for (const timeout of [10, 0, 0.07, null]) {
    socket.setdefaulttimeout(timeout);
    assert.equal(socket.getdefaulttimeout(), timeout);
    const [one, other] = socket.socketpair();
    using s = socket.socket();
    for (const made of [s, one, other]) {
      assert.equal(made.gettimeout(), timeout);
      assert.equal(syscalls.getBlocking(made.fileno()) === 1, timeout === null);
    }
    one.close();
    other.close();
  }
  for (const timeout of [-1, NaN, Infinity]) {
    assert.throws(() => {
      socket.setdefaulttimeout(timeout);
    }, RangeError);
  }
  assert.throws(() => {
    socket.setdefaulttimeout("an hour" as never);
  }, TypeError);
  assert.equal(socket.getdefaulttimeout(), null);
});

/** Returns the timeout of an accepted socket, and whether its descriptor is blocking. */
function acceptedWith(listenerTimeout: number | null, defaultTimeout: number | null): unknown[] {
  using listener = listen();
  using client = socket.socket();
  listener.settimeout(listenerTimeout);
  client.connect(addressOf(listener));
  socket.setdefaulttimeout(defaultTimeout);
  try {
    using conn = listener.accept()[0];
    return [conn.gettimeout(), syscalls.getBlocking(conn.fileno()) === 1];
  } finally {
    socket.setdefaulttimeout(null);
  }
}

test("T12: an accepted socket has the default timeout, not the listener's", () => {
  for (const listenerTimeout of [null, 5]) {
    assert.deepEqual(acceptedWith(listenerTimeout, null), [null, true]);
    assert.deepEqual(acceptedWith(listenerTimeout, 10), [10, false]);
  }
});

test("T13: with a default of 0 accepted sockets are non-blocking", () => {
  assert.deepEqual(acceptedWith(5, 0), [0, false]);
});

test("T15: with a timeout of 0 accept is BlockingIOError, not TimeoutError", () => {
  using listener = listen();
  listener.settimeout(0);
  assert.throws(
    () => listener.accept(),
    (error) => {
      assert.ok(error instanceof BlockingIOError);
      assert.deepEqual([error.code, error.syscall], ["EAGAIN", "accept"]);
      return true;
    },
  );
});

test("T20: setblocking on a descriptor that was closed elsewhere is EBADF", () => {
  const s = socket.socket();
  syscalls.close(s.fileno());
  for (const flag of [true, false]) {
    failsWith("EBADF", () => {
      s.setblocking(flag);
    });
  }
  s.detach();
});

testUnless(socket.MSG_ERRQUEUE === undefined)(
  "a timeout ends a call for which poll reports ready but the call is not",
  () => {
    using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    receiver.bind(["127.0.0.1", 0]);
    sender.connect(addressOf(receiver));
    sender.send(Buffer.from("x"));
    receiver.settimeout(0.05);
    assert.throws(() => receiver.recv(10, socket.MSG_ERRQUEUE), TimeoutError);
  },
);

test("T5: a timeout that nanoseconds cannot express is refused, like infinity", () => {
  using s = socket.socket();
  for (const timeout of [1e10, 1e300, Infinity]) {
    assert.throws(() => {
      s.settimeout(timeout);
    }, RangeError);
    assert.throws(() => {
      socket.setdefaulttimeout(timeout);
    }, RangeError);
  }
  s.settimeout(9e9);
  assert.equal(s.gettimeout(), 9e9);
});
