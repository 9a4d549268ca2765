import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";

import * as errno from "bsd-sockets/errno";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { addressOf, connectedPair, datagram } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

test("L1, L2, L3, L6: a new socket is blocking, has its properties, and is closed once", () => {
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

test("L4, M11: every call after close is EBADF", () => {
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
    () => s.recvfrom(1),
    () => s.recvfrom_into(Buffer.alloc(1)),
    () => s.recvmsg(1),
    () => s.recvmsg_into([Buffer.alloc(1)]),
    () => s.send(Buffer.alloc(1)),
    () => {
      s.sendall(Buffer.alloc(1));
    },
    () => s.sendto(Buffer.alloc(1), ["127.0.0.1", 1]),
    () => s.sendmsg([Buffer.alloc(1)]),
    () => s.sendfile(0),
    () => s.dup(),
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
    () => s.get_inheritable(),
    () => {
      s.set_inheritable(true);
    },
  ];
  for (const call of calls) failsWith("EBADF", call);
  assert.equal(s.connect_ex(["127.0.0.1", 1]), errno.EBADF);
});

test("L5, L6: detach returns the descriptor, which stays usable", () => {
  using pair = connectedPair();
  const { client } = pair;
  const fd = client.fileno();
  assert.equal(client.detach(), fd);
  assert.equal(client.detach(), -1);
  assert.equal(client.fileno(), -1);
  assert.match(String(client), / \[closed\] fd=-1/u);
  failsWith("EBADF", () => client.send(Buffer.from("x")));
  client.close();
  using adopted = socket.socket({ fileno: fd });
  adopted.sendall(Buffer.from("x"));
  assert.equal(String(pair.server.recv(9)), "x");
});

test("L16: leaving a block by an exception closes its socket", () => {
  let kept: socket.Socket | undefined;
  const failure = new Error("from the block");
  assert.throws(() => {
    using s = socket.socket();
    kept = s;
    throw failure;
  }, failure);
  assert.equal(kept?.fileno(), -1);
});

test("L14: closing a descriptor that was closed elsewhere is EBADF", () => {
  const s = socket.socket();
  new socket.Socket(s.fileno(), s.family, s.type, s.proto, null).close();
  failsWith("EBADF", () => {
    s.close();
  });
});

test("L20: the kernel rejects a bad family, type or protocol", () => {
  failsWith("EAFNOSUPPORT", () => socket.socket(9999));
  failsWith("EPROTONOSUPPORT", () =>
    socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP),
  );
  assert.throws(() => socket.socket("2" as never), TypeError);
  assert.throws(() => socket.socket(1.5), TypeError);
});

test("L17: it prints like Python's", () => {
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

test("L17: a socket prints its addresses, of any family", () => {
  const numbers = (s: socket.Socket): string => `family=${s.family}, type=${s.type}, proto=0`;
  using unbound = socket.socket();
  assert.equal(
    String(unbound),
    `<socket.socket fd=${unbound.fileno()}, ${numbers(unbound)}, laddr=('0.0.0.0', 0)>`,
  );
  using bound = datagram();
  const [, port] = addressOf(bound);
  assert.equal(
    String(bound),
    `<socket.socket fd=${bound.fileno()}, ${numbers(bound)}, laddr=('127.0.0.1', ${port})>`,
  );
});

testUnless(socket.SOCK_NONBLOCK === undefined)(
  "L18, T9: the type excludes SOCK_NONBLOCK and SOCK_CLOEXEC; the first is a timeout of 0",
  () => {
    const flags = socket.SOCK_NONBLOCK! | socket.SOCK_CLOEXEC!;
    using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM | flags);
    assert.deepEqual([s.type, s.gettimeout(), s.getblocking()], [socket.SOCK_STREAM, 0, false]);
    assert.match(String(s), /, type=1, /u);
    assert.equal(syscalls.getBlocking(s.fileno()), 0);
  },
);

test("a closed socket checks an address first, and recv(0) returns nothing", () => {
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

test("a closed socket keeps its timeout when setting it fails", () => {
  const s = socket.socket();
  s.close();
  failsWith("EBADF", () => {
    s.settimeout(1.5);
  });
  assert.equal(s.gettimeout(), 1.5);
});

test("a path is printed unchanged", () => {
  using s = socket.socket(socket.AF_UNIX);
  s.bind(Buffer.from(`\0printed-${process.pid}`));
  assert.match(String(s), /laddr=b'\\x00printed-\d+'>$/u);
  const folder = mkdtempSync(join(tmpdir(), "printed-"));
  using named = socket.socket(socket.AF_UNIX);
  named.bind(join(folder, "name"));
  assert.ok(String(named).endsWith(`laddr=${folder}/name>`), String(named));
  rmSync(folder, { recursive: true });
});

test("a family that is not a number is refused, and not taken for options", () => {
  for (const family of [[], [socket.AF_INET], Buffer.from("1"), "1", true]) {
    assert.throws(() => socket.socket(family as never), TypeError, inspect(family));
  }
});
