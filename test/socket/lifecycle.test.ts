import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";

import * as errno from "bsd-sockets/errno";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { connectedPair } from "../support/sockets.ts";

checkDescriptors();

test("a new socket blocks, knows what it is, and is closed on leaving its block", () => {
  let kept: socket.Socket;
  {
    using s = socket.socket();
    kept = s;
    assert.deepEqual([s.family, s.type, s.proto], [socket.AF_INET, socket.SOCK_STREAM, 0]);
    assert.deepEqual([s.gettimeout(), s.getblocking()], [null, true]);
    assert.ok(s.fileno() > 2);
  }
  assert.equal(kept.fileno(), -1);
  kept.close();
  assert.equal(kept.detach(), -1);
});

test("every call after close is EBADF", () => {
  const s = socket.socket();
  s.close();
  const calls: (() => unknown)[] = [
    () => {
      s.bind(["127.0.0.1", 0]);
    },
    () => {
      s.listen();
    },
    () => s.accept(),
    () => {
      s.connect(["127.0.0.1", 1]);
    },
    () => s.recv(1),
    () => s.recv_into(Buffer.alloc(1)),
    () => s.send(Buffer.alloc(1)),
    () => {
      s.sendall(Buffer.alloc(1));
    },
    () => {
      s.shutdown(socket.SHUT_RD);
    },
    () => s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE),
    () => {
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
    },
    () => s.getsockname(),
    () => s.getpeername(),
    () => {
      s.settimeout(1);
    },
    () => {
      s.setblocking(true);
    },
  ];
  for (const call of calls) failsWith("EBADF", call);
  assert.equal(s.connect_ex(["127.0.0.1", 1]), errno.EBADF);
});

test("detach gives the descriptor away, and it stays open", () => {
  const s = socket.socket();
  const fd = s.fileno();
  assert.equal(s.detach(), fd);
  assert.equal(s.fileno(), -1);
  new socket.Socket(fd, s.family, s.type, s.proto, null).close();
});

test("closing what somebody else has closed is EBADF", () => {
  const s = socket.socket();
  new socket.Socket(s.fileno(), s.family, s.type, s.proto, null).close();
  failsWith("EBADF", () => {
    s.close();
  });
});

test("a bad family, type or protocol is the kernel's to refuse", () => {
  failsWith("EAFNOSUPPORT", () => socket.socket(9999));
  failsWith("EPROTONOSUPPORT", () =>
    socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP),
  );
  assert.throws(() => socket.socket("2" as never), TypeError);
  assert.throws(() => socket.socket(1.5), RangeError);
});

test("it prints as Python's does", () => {
  using pair = connectedPair();
  const { client } = pair;
  const [host, port] = client.getsockname();
  const [, peer] = client.getpeername();
  assert.equal(
    inspect(client),
    `<socket.socket fd=${client.fileno()}, family=2, type=1, proto=0, laddr=('${host}', ${port}), raddr=('127.0.0.1', ${peer})>`,
  );
  client.close();
  assert.equal(String(client), "<socket.socket [closed] fd=-1, family=2, type=1, proto=0>");
});

test(
  "SOCK_NONBLOCK is a timeout of 0, and no part of the type",
  { skip: socket.SOCK_NONBLOCK === undefined },
  () => {
    using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK!);
    assert.deepEqual([s.type, s.gettimeout(), s.getblocking()], [socket.SOCK_STREAM, 0, false]);
  },
);

test("a closed socket refuses a wrong address first; and of nothing it receives nothing", () => {
  const s = socket.socket();
  s.close();
  for (const call of [
    () => {
      s.bind("name" as never);
    },
    () => {
      s.connect("name" as never);
    },
    () => s.connect_ex("name" as never),
    () => s.sendto(Buffer.from("x"), "name" as never),
    () => s.sendmsg([], [], 0, "name" as never),
  ]) {
    assert.throws(call, TypeError);
  }
  assert.equal(s.connect_ex(["127.0.0.1", 1]), errno.EBADF);
  assert.equal(s.recv(0).length, 0);
  assert.equal(s.recv_into(Buffer.alloc(0)), 0);
});

test("a closed socket keeps the timeout that it could not take", () => {
  const s = socket.socket();
  s.close();
  failsWith("EBADF", () => {
    s.settimeout(1.5);
  });
  assert.equal(s.gettimeout(), 1.5);
});

test("a path stands in the printed form as it is", () => {
  using s = socket.socket(socket.AF_UNIX);
  s.bind(Buffer.from(`\0printed-${process.pid}`));
  assert.match(String(s), /laddr=b'\\x00printed-\d+'>$/u);
  const folder = mkdtempSync(join(tmpdir(), "printed-"));
  using named = socket.socket(socket.AF_UNIX);
  named.bind(join(folder, "name"));
  assert.ok(String(named).endsWith(`laddr=${folder}/name>`), String(named));
  rmSync(folder, { recursive: true });
});

test("a family that is no number is refused, and is not taken for options", () => {
  for (const family of [[], [socket.AF_INET], Buffer.from("1"), "1", true]) {
    assert.throws(() => socket.socket(family as never), TypeError, inspect(family));
  }
});
