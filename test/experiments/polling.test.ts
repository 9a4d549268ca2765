// What Linux does, seen through this package: level and edge, and descriptors that are closed.

import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";
import { test } from "node:test";

import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { needsLinux as skip } from "../support/kernel.ts";

checkDescriptors();

const [IN, OUT, ET, ONESHOT] = [
  select.EPOLLIN!,
  select.EPOLLOUT!,
  select.EPOLLET!,
  select.EPOLLONESHOT!,
];

interface Setting extends Disposable {
  readonly poller: select.Epoll;
  readonly a: socket.Socket;
  readonly b: socket.Socket;
  /** How many bytes `a` reads while the epoll tells of any, taking some at each event. */
  readAll(size: number): number;
}

/** Two connected sockets and an epoll. */
function setting(): Setting {
  const poller = select.epoll!();
  const [a, b] = socket.socketpair();
  return {
    poller,
    a,
    b,
    readAll(size) {
      let total = 0;
      while (poller.poll(0).length > 0) total += a.recv(size).length;
      return total;
    },
    [Symbol.dispose]() {
      for (const one of [poller, a, b]) one.close();
    },
  };
}

test("experiment 18: level-triggered repeats while there is something", { skip }, () => {
  using all = setting();
  const { poller, a, b } = all;
  poller.register(a, IN);
  b.send(Buffer.alloc(100));
  for (let times = 0; times < 3; times++) assert.deepEqual(poller.poll(0), [[a.fileno(), IN]]);
  assert.equal(all.readAll(10), 100);
  assert.deepEqual(poller.poll(0), []);
});

test(
  "experiment 18: edge-triggered tells once; a partial read is followed by silence until new bytes come",
  { skip },
  () => {
    using all = setting();
    const { poller, a, b } = all;
    poller.register(a, IN | ET);
    b.send(Buffer.alloc(100));
    assert.deepEqual(poller.poll(0), [[a.fileno(), IN]]);
    assert.deepEqual(poller.poll(0), []);
    a.recv(10);
    assert.deepEqual(poller.poll(0), []);
    b.send(Buffer.alloc(1));
    assert.deepEqual(poller.poll(0), [[a.fileno(), IN]]);
    assert.deepEqual(poller.poll(0), []);
  },
);

test(
  "experiment 18: to read 10 of 100 bytes at each event starves the connection under edge",
  { skip },
  () => {
    using all = setting();
    all.poller.register(all.a, IN | ET);
    all.b.send(Buffer.alloc(100));
    assert.equal(all.readAll(10), 10);
    assert.equal(all.a.recv(1000).length, 90);
  },
);

test("experiment 18: oneshot needs modify", { skip }, () => {
  using all = setting();
  const { poller, a, b } = all;
  poller.register(a, IN | ONESHOT);
  b.send(Buffer.alloc(1));
  assert.deepEqual(poller.poll(0), [[a.fileno(), IN]]);
  b.send(Buffer.alloc(1));
  assert.deepEqual(poller.poll(0), []);
  poller.modify(a, IN | ONESHOT);
  assert.deepEqual(poller.poll(0), [[a.fileno(), IN]]);
});

test(
  "experiment 19: with a dup, events of a closed number go on, and it cannot be removed",
  { skip },
  () => {
    using all = setting();
    const { poller, a, b } = all;
    using copy = a.dup();
    const fd = a.fileno();
    poller.register(fd, IN);
    a.close();
    b.send(Buffer.alloc(1));
    assert.deepEqual(poller.poll(0), [[fd, IN]]);
    failsWith("EBADF", () => {
      poller.unregister(fd);
    });
    failsWith("EBADF", () => {
      poller.modify(fd, OUT);
    });
    failsWith("ENOENT", () => {
      poller.unregister(copy);
    });
    assert.deepEqual(poller.poll(0), [[fd, IN]]);
    copy.close();
    assert.deepEqual(poller.poll(0), []);
  },
);

test(
  "experiment 19: without a dup it vanishes silently; poll says NVAL, select EBADF",
  { skip },
  () => {
    using all = setting();
    const { poller, a } = all;
    const fd = a.fileno();
    const list = select.poll();
    poller.register(fd, OUT);
    list.register(fd, select.POLLOUT);
    assert.deepEqual([poller.poll(0), list.poll(0)], [[[fd, OUT]], [[fd, select.POLLOUT]]]);
    a.close();
    assert.deepEqual(poller.poll(0), []);
    assert.deepEqual(list.poll(0), [[fd, select.POLLNVAL]]);
    failsWith("EBADF", () => select.select([], [fd], [], 0));
  },
);

test(
  "experiment 19: within one batch a number that was closed and came back receives a stale event",
  { skip },
  () => {
    using all = setting();
    const [c, d] = socket.socketpair();
    all.poller.register(all.a, IN);
    all.poller.register(c, IN);
    all.b.send(Buffer.alloc(1));
    d.send(Buffer.alloc(1));
    const batch = all.poller.poll(0);
    assert.equal(batch.length, 2);
    // The handler of the first event closes the socket of the second, and opens another.
    const fd = c.fileno();
    c.close();
    using another = socket.socket();
    assert.equal(another.fileno(), fd);
    assert.ok(batch.some(([number]) => number === fd));
    assert.deepEqual(all.poller.poll(0), [[all.a.fileno(), IN]]);
    d.close();
  },
);

test("experiment 19: a regular file is EPERM, twice is EEXIST, itself is EINVAL", { skip }, () => {
  using all = setting();
  const file = openSync(new URL(import.meta.url), "r");
  failsWith("EPERM", () => {
    all.poller.register(file, IN);
  });
  closeSync(file);
  all.poller.register(all.a, IN);
  failsWith("EEXIST", () => {
    all.poller.register(all.a, OUT);
  });
  failsWith("EINVAL", () => {
    all.poller.register(all.poller, IN);
  });
});

test("experiment 19: a ring of epolls is ELOOP", { skip }, () => {
  using first = select.epoll!();
  using second = select.epoll!();
  using third = select.epoll!();
  first.register(second, IN);
  second.register(third, IN);
  failsWith("ELOOP", () => {
    third.register(first, IN);
  });
});
