// What Linux does, seen through this package: AF_UNIX, its paths and its queues.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { nameOf, needsLinux as skip, outcome, Together } from "../support/kernel.ts";
import { Ends, numbersIn, type UnixSocket, withPair } from "../support/passing.ts";

checkDescriptors();

/** A path that nothing is at. The folder goes with the rest. */
function newPath(all: Together): string {
  const folder = mkdtempSync(join(tmpdir(), "experiment-"));
  all.add({
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true });
    },
  });
  return join(folder, "socket");
}

function make(all: Together): UnixSocket {
  return all.add(socket.socket(socket.AF_UNIX));
}

function listenAt(all: Together, path: string, backlog: number): UnixSocket {
  const listener = make(all);
  listener.bind(path);
  listener.listen(backlog);
  return listener;
}

/** What a client that does not wait is told. */
function connect(all: Together, path: string): string {
  const s = make(all);
  s.setblocking(false);
  return nameOf(s.connect_ex(path));
}

test("experiment 25: a path that is missing is ENOENT", { skip }, () => {
  using all = new Together();
  assert.equal(connect(all, newPath(all)), "ENOENT");
});

test("experiment 25: a path that is left over refuses, and is in the way", { skip }, () => {
  using all = new Together();
  const path = newPath(all);
  listenAt(all, path, 1).close();
  assert.equal(connect(all, path), "ECONNREFUSED");
  const next = make(all);
  socket.setOption(next, "SO_REUSEADDR", true);
  const bind = (): string =>
    outcome(() => {
      next.bind(path);
    });
  assert.equal(bind(), "EADDRINUSE");
  rmSync(path);
  assert.equal(bind(), "OK");
});

test("experiment 25: a full queue is EAGAIN, and nothing is in progress", { skip }, () => {
  using all = new Together();
  const path = newPath(all);
  const listener = listenAt(all, path, 1);
  const results = Array.from({ length: 4 }, () => connect(all, path));
  assert.deepEqual(results, ["OK", "OK", "EAGAIN", "EAGAIN"]);
  all.add(listener.accept()[0]);
  assert.equal(connect(all, path), "OK");
});

test(
  "experiment 25: of three descriptors into room for one, one comes, with MSG_CTRUNC",
  { skip },
  () => {
    withPair((from, to) => {
      const ends = new Ends(3);
      from.sendmsg([Buffer.from("x")], [ends.item]);
      const [, ancdata, flags] = to.recvmsg(1, socket.CMSG_LEN(4));
      assert.notEqual(flags & socket.MSG_CTRUNC, 0);
      const fds = ancdata.flatMap(([, , bytes]) => numbersIn(bytes));
      assert.equal(fds.length, 1);
      ends.check(fds[0]!, 0);
      ends.closeAndCheck();
    });
  },
);
