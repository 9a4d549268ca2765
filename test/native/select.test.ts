// The raw calls of native/select/, beyond what the modules above them test.

import assert from "node:assert/strict";

import * as errno from "bsd-sockets/errno";
import * as select from "bsd-sockets/select";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { connectedPair } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const NONE = new Int32Array(0);

test("select keeps the ready descriptors, replaces the others by −1, and changes nothing on failure", () => {
  using pair = connectedPair();
  const [client, server] = [pair.client.fileno(), pair.server.fileno()];
  pair.client.send(Buffer.from("x"));
  const readers = Int32Array.of(client, server, client);
  const writers = Int32Array.of(client);
  assert.equal(syscalls.select(readers, writers, NONE), 2);
  assert.deepEqual([...readers, ...writers], [-1, server, -1, client]);

  const closed = pair.client.dup();
  const wrong = Int32Array.of(server, closed.fileno());
  closed.close();
  const before = [...wrong];
  assert.equal(syscalls.select(wrong, NONE, NONE, 0), -errno.EBADF);
  assert.deepEqual([...wrong], before);
  assert.equal(syscalls.select(NONE, NONE, NONE, 0), 0);
});

test("select accepts shared memory, and the same array for all three lists", () => {
  using pair = connectedPair();
  const shared = new Int32Array(new SharedArrayBuffer(4));
  shared[0] = pair.client.fileno();
  assert.equal(syscalls.select(NONE, shared, NONE), 1);
  assert.equal(shared[0], pair.client.fileno());
  assert.equal(syscalls.select(shared, shared, shared), 1);
});

test("poll writes to the memory it is given, even to part of a buffer", () => {
  using pair = connectedPair();
  const memory = new Int32Array(6);
  const shorts = new Int16Array(memory.buffer);
  memory[2] = pair.client.fileno();
  shorts[6] = select.POLLOUT;
  memory[4] = -5;
  shorts[10] = select.POLLOUT;
  assert.equal(syscalls.poll(memory.subarray(2)), 1);
  assert.equal(shorts[7], select.POLLOUT);
  assert.equal(shorts[11], 0);
  assert.equal(syscalls.poll(NONE, 0), 0);
});

testUnless(syscalls.epoll_create1 === undefined && "this system has no epoll")(
  "epoll returns events as signed numbers, and no more than fit",
  () => {
    using pair = connectedPair();
    const epfd = syscalls.epoll_create1!(0);
    const ready = new Int32Array(3);
    for (const s of [pair.client, pair.server]) {
      const events = select.EPOLLOUT! | select.EPOLLET!;
      assert.equal(syscalls.epoll_ctl!(epfd, select.EPOLL_CTL_ADD!, s.fileno(), events), 0);
    }
    const seen = new Set<number>();
    for (let time = 0; time < 2; time++) {
      assert.equal(syscalls.epoll_wait!(epfd, ready), 1);
      assert.deepEqual([...ready.subarray(1)], [select.EPOLLOUT, 0]);
      seen.add(ready[0]!);
    }
    assert.deepEqual(seen, new Set([pair.client.fileno(), pair.server.fileno()]));
    assert.equal(syscalls.epoll_wait!(epfd, ready, 0), 0);
    assert.equal(syscalls.epoll_ctl!(epfd, 99, pair.client.fileno(), 0), -errno.EINVAL);
    assert.equal(syscalls.close(epfd), 0);
    assert.equal(syscalls.epoll_wait!(epfd, ready, 0), -errno.EBADF);
  },
);
