import assert from "node:assert/strict";
import { createHook } from "node:async_hooks";
import { closeSync, openSync } from "node:fs";

import { KeyError, RuntimeError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { connectedPair } from "../support/sockets.ts";

checkDescriptors();

const { POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI } = select;

test("poll returns the requested events, in the order of the list", () => {
  using pair = connectedPair();
  const [client, server] = [pair.client.fileno(), pair.server.fileno()];
  const poller = select.poll();
  assert.ok(poller instanceof select.Poll);
  assert.deepEqual(poller.poll(0), []);
  poller.register(pair.server, POLLIN);
  assert.deepEqual(poller.poll(0), []);
  pair.client.send(Buffer.from("x"));
  assert.deepEqual(poller.poll(), [[server, POLLIN]]);
  poller.register({ fd: client });
  assert.deepEqual(poller.poll(), [
    [server, POLLIN],
    [client, POLLOUT],
  ]);
  poller.modify(server, POLLIN | POLLOUT | POLLPRI);
  assert.deepEqual(poller.poll(), [
    [server, POLLIN | POLLOUT],
    [client, POLLOUT],
  ]);
  poller.unregister(pair.server);
  assert.deepEqual(poller.poll(), [[client, POLLOUT]]);
  poller.register(client, 0);
  assert.deepEqual(poller.poll(0), []);
});

test("poll handles many descriptors, above FD_SETSIZE too, and changes to the list", () => {
  const poller = select.poll();
  const fds = Array.from({ length: 500 }, (_, index) => 5000 + 7 * index);
  for (const fd of fds) poller.register(fd, POLLIN);
  const kept = fds.filter((_, index) => index % 3 !== 0);
  for (const fd of fds) if (!kept.includes(fd)) poller.unregister(fd);
  assert.deepEqual(
    poller.poll(),
    kept.map((fd) => [fd, POLLNVAL]),
  );
});

test("P8: a closed descriptor has POLLNVAL", () => {
  const fd = openSync("/dev/null", "r");
  const poller = select.poll();
  poller.register(fd, POLLIN);
  assert.deepEqual(poller.poll(), [[fd, POLLIN]]);
  closeSync(fd);
  assert.deepEqual(poller.poll(), [[fd, POLLNVAL]]);
});

test("P9: unregister of an unknown descriptor is KeyError, modify is ENOENT", () => {
  const poller = select.poll();
  assert.throws(() => {
    poller.unregister(3);
  }, KeyError);
  failsWith("ENOENT", () => {
    poller.modify(3, POLLIN);
  });
  poller.register(3, POLLIN);
  poller.unregister(3);
  assert.throws(() => {
    poller.unregister(3);
  }, KeyError);
  failsWith("ENOENT", () => {
    poller.modify(3, POLLIN);
  });
});

test("P10: masks out of range, and non-integers, are refused", () => {
  const poller = select.poll();
  poller.register(0, 0xffff);
  for (const change of [poller.register.bind(poller), poller.modify.bind(poller)]) {
    for (const mask of [-1, 0x10000, 2 ** 31, 2 ** 60]) {
      assert.throws(() => {
        change(0, mask);
      }, RangeError);
    }
    for (const mask of [NaN, 1.5, "1", null, {}, true]) {
      assert.throws(() => {
        change(0, mask as never);
      }, TypeError);
    }
    for (const fd of ["1", 1.5, null, {}]) {
      assert.throws(() => {
        change(fd as never, POLLIN);
      }, TypeError);
    }
    assert.throws(() => {
      change(-1, POLLIN);
    }, RangeError);
  }
  assert.throws(() => {
    poller.unregister(-1);
  }, RangeError);
});

test("P11: a negative or null timeout waits forever, a fraction is rounded up", () => {
  using pair = connectedPair();
  const poller = select.poll();
  for (const timeout of [1e-6, 0.4, 10.3, 100]) {
    const begun = performance.now();
    assert.deepEqual(poller.poll(timeout), []);
    assert.ok(performance.now() - begun >= timeout);
  }
  const fd = pair.client.fileno();
  poller.register(fd, POLLOUT);
  for (const timeout of [null, undefined, -1, -0.5, -1e9, 2 ** 31 - 1]) {
    assert.deepEqual(poller.poll(timeout), [[fd, POLLOUT]]);
  }
  for (const timeout of [2 ** 31, 2 ** 31 - 0.5, 1e300, Infinity, -Infinity, NaN]) {
    assert.throws(() => poller.poll(timeout), RangeError);
  }
  for (const timeout of ["1", true, {}]) {
    assert.throws(() => poller.poll(timeout as never), TypeError);
  }
});

test("P12: poll() during a poll() of the same object is refused", async () => {
  using pair = connectedPair();
  const poller = select.poll();
  poller.register(pair.client, POLLOUT);
  // The first call that blocks after a turn of the event loop runs a hook before it waits.
  await new Promise((resolve) => setImmediate(resolve));
  const caught: unknown[] = [];
  const hook = createHook({
    init() {
      hook.disable();
      try {
        poller.poll(0);
      } catch (error) {
        caught.push(error);
      }
      poller.register(pair.server, POLLOUT);
    },
  });
  hook.enable();
  const ready = poller.poll();
  hook.disable();
  assert.ok(caught.length === 1 && caught[0] instanceof RuntimeError);
  assert.equal(caught[0].message, "concurrent poll() invocation");
  assert.deepEqual(ready, [[pair.client.fileno(), POLLOUT]]);
  assert.equal(poller.poll().length, 2);
});

test("a hang-up is always reported", () => {
  using pair = connectedPair();
  pair.server.close();
  pair.client.shutdown(1);
  const poller = select.poll();
  poller.register(pair.client, 0);
  assert.deepEqual(poller.poll(), [[pair.client.fileno(), POLLHUP]]);
});
