// Rare arguments: a file that cannot be read, an option without bytes, a wrong number of
// descriptors, and a closed socket's file.

import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { needsProc } from "../support/process-state.ts";
import { connectedPair } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

test("sendfile of a closed or unreadable file throws OSError", () => {
  const folder = mkdtempSync(join(tmpdir(), "unusual-"));
  const writeOnly = openSync(join(folder, "file"), "w");
  try {
    using pair = connectedPair();
    failsWith("EBADF", () => pair.client.sendfile(1_000_000));
    failsWith("EBADF", () => pair.client.sendfile(writeOnly));
  } finally {
    closeSync(writeOnly);
    rmSync(folder, { recursive: true });
  }
});

testUnless(needsProc)("sendfile reads a regular file if the system call refuses it", () => {
  const path = "/proc/self/environ";
  const whole = readFileSync(path);
  const fd = openSync(path, "r");
  try {
    using pair = connectedPair();
    assert.equal(pair.client.sendfile(fd, 3, 7), 7);
    assert.deepEqual(pair.server.recv(99), whole.subarray(3, 10));
  } finally {
    closeSync(fd);
  }
});

test("setsockopt takes null with a length, as in CPython", () => {
  using s = socket.socket();
  const { SOL_SOCKET, SO_RCVBUF } = socket;
  failsWith("EFAULT", () => {
    s.setsockopt(SOL_SOCKET, SO_RCVBUF, null, 4);
  });
  failsWith("EINVAL", () => {
    s.setsockopt(SOL_SOCKET, SO_RCVBUF, null, 0);
  });
  const setWith = (...rest: unknown[]): void => {
    (s.setsockopt as (...parameters: unknown[]) => void)(SOL_SOCKET, SO_RCVBUF, ...rest);
  };
  assert.throws(() => {
    setWith(null);
  }, TypeError);
  for (const length of ["4", 0.5, NaN]) {
    assert.throws(() => {
      setWith(null, length);
    }, TypeError);
  }
  for (const length of [-1, 2 ** 31]) {
    assert.throws(() => {
      setWith(null, length);
    }, RangeError);
  }
});

test("recv_fds refuses an invalid number of descriptors", () => {
  using s = socket.socket(socket.AF_UNIX);
  for (const maxfds of ["1", 0.5]) {
    assert.throws(() => socket.recv_fds(s, 1, maxfds as never), /^TypeError: recv_fds\(\)/u);
  }
  for (const maxfds of [-1, 2 ** 29]) {
    assert.throws(() => socket.recv_fds(s, 1, maxfds), RangeError);
  }
});

test("a closed file has no properties", () => {
  using pair = connectedPair();
  for (const mode of ["rwb", "rw"]) {
    const file = pair.client.makefile(mode);
    file.close();
    for (const ask of [() => file.readable(), () => file.writable(), () => file.seekable()]) {
      assert.throws(ask, /^RangeError.*closed file/u);
    }
  }
});
