import assert from "node:assert/strict";
import { once } from "node:events";
import { closeSync, fstatSync, openSync } from "node:fs";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { addressOf, connectedPair, listen } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const { AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM } = socket;

/** Opens a descriptor of a kind for the duration of a test. */
function withFile(body: (fd: number) => void): void {
  const fd = openSync(process.execPath, "r");
  try {
    body(fd);
  } finally {
    closeSync(fd);
  }
}

/** Returns a number that no open descriptor has. */
function closedDescriptor(): number {
  using s = socket.socket();
  return s.fileno();
}

test("L7: dup is the same connection, not inheritable, with the same timeout", () => {
  using pair = connectedPair();
  pair.client.settimeout(7);
  pair.client.set_inheritable(true);
  using copy = pair.client.dup();
  assert.notEqual(copy.fileno(), pair.client.fileno());
  assert.equal(copy.get_inheritable(), false);
  assert.equal(copy.gettimeout(), 7);
  assert.deepEqual(copy.getsockname(), pair.client.getsockname());
  pair.client.close();
  copy.sendall(Buffer.from("by the copy"));
  assert.equal(String(pair.server.recv(99)), "by the copy");
});

test("L7: the module's dup returns a descriptor", () => {
  using pair = connectedPair();
  const fd = socket.dup(pair.client.fileno());
  pair.client.close();
  using copy = socket.socket({ fileno: fd });
  assert.equal(copy.get_inheritable(), false);
  copy.sendall(Buffer.from("x"));
  assert.equal(String(pair.server.recv(9)), "x");
  failsWith("EBADF", () => socket.dup(-1));
});

test("L8: fromfd duplicates the descriptor, and leaves it open", () => {
  using pair = connectedPair();
  {
    using copy = socket.fromfd(pair.client.fileno(), AF_INET, SOCK_STREAM);
    assert.notEqual(copy.fileno(), pair.client.fileno());
    assert.equal(copy.get_inheritable(), false);
    copy.sendall(Buffer.from("by the copy"));
  }
  assert.equal(String(pair.server.recv(99)), "by the copy");
  pair.client.sendall(Buffer.from("by the first"));
  assert.equal(String(pair.server.recv(99)), "by the first");
});

test("L8: a fromfd that fails leaves no duplicate open", () => {
  withFile((fd) => {
    failsWith("ENOTSOCK", () => socket.fromfd(fd, AF_INET, SOCK_STREAM));
  });
  failsWith("EBADF", () => socket.fromfd(closedDescriptor(), AF_INET, SOCK_STREAM));
  failsWith("EBADF", () => socket.fromfd(-1, AF_INET, SOCK_STREAM));
  assert.throws(() => socket.fromfd(0, "2" as never, SOCK_STREAM), TypeError);
});

/** Adopts a descriptor, returns the socket's properties, and detaches it. */
function kindOf(fileno: number): number[] {
  const s = socket.socket({ fileno });
  const { family, type, proto } = s;
  s.detach();
  return [family, type, proto];
}

testUnless(socket.SO_DOMAIN === undefined)(
  "L9: a fileno determines family, type and protocol",
  () => {
    using tcp = listen();
    assert.deepEqual(kindOf(tcp.fileno()), [AF_INET, SOCK_STREAM, socket.IPPROTO_TCP]);
    using udp6 = socket.socket(socket.AF_INET6, SOCK_DGRAM);
    assert.deepEqual(kindOf(udp6.fileno()), [socket.AF_INET6, SOCK_DGRAM, socket.IPPROTO_UDP]);
    const [one, other] = socket.socketpair();
    assert.deepEqual(kindOf(one.fileno()), [AF_UNIX, SOCK_STREAM, 0]);
    one.close();
    other.close();
  },
);

test("L9: properties given by the caller are not queried", () => {
  using tcp = listen();
  const s = socket.socket({ type: SOCK_DGRAM, fileno: tcp.fileno() });
  assert.deepEqual([s.family, s.type], [AF_INET, SOCK_DGRAM]);
  s.detach();
  const all = socket.socket(AF_UNIX, SOCK_DGRAM, 5, tcp.fileno());
  assert.deepEqual([all.family, all.type, all.proto], [AF_UNIX, SOCK_DGRAM, 5]);
  all.detach();
});

test("L9: an adopted socket works, and closing it closes the descriptor", () => {
  using listener = listen();
  const client = socket.socket();
  client.connect(addressOf(listener));
  using conn = listener.accept()[0];
  const fd = client.detach();
  const adopted = socket.socket({ fileno: fd });
  adopted.sendall(Buffer.from("x"));
  assert.equal(String(conn.recv(9)), "x");
  adopted.close();
  assert.equal(conn.recv(9).length, 0);
  failsWith("EBADF", () => socket.socket({ fileno: fd }));
});

test("L10: a negative fileno is refused", () => {
  for (const fileno of [-1, -42]) {
    assert.throws(() => socket.socket({ fileno }), /negative file descriptor/u);
    assert.throws(() => socket.socket(AF_INET, SOCK_STREAM, 0, fileno), RangeError);
  }
});

test("L11: a fileno that is not an integer is refused", () => {
  for (const fileno of ["foo", {}, [], true, () => 3, 1.5, NaN, Infinity]) {
    assert.throws(() => socket.socket({ fileno: fileno as never }), TypeError, inspect(fileno));
  }
  assert.throws(() => socket.socket({ fileno: 2 ** 40 }), RangeError);
});

test("L12: a fileno that is not open is EBADF, even if all properties are given", () => {
  failsWith("EBADF", () => socket.socket({ fileno: closedDescriptor() }));
  failsWith("EBADF", () => socket.socket(AF_INET, SOCK_STREAM, 0, closedDescriptor()));
});

test("L13: a fileno that is not a socket is ENOTSOCK, and stays open", () => {
  withFile((fd) => {
    failsWith("ENOTSOCK", () => socket.socket({ fileno: fd }));
    failsWith("ENOTSOCK", () => socket.socket(AF_INET, SOCK_STREAM, 0, fd));
  });
});

test("L15: the module's close closes a descriptor, and fails with EBADF for a closed one", () => {
  const fd = socket.socket().detach();
  socket.close(fd);
  failsWith("EBADF", () => {
    socket.close(fd);
  });
  failsWith("EBADF", () => {
    socket.close(-1);
  });
  assert.throws(() => {
    socket.close("1" as never);
  }, TypeError);
});

test("L19: a family and a type without names stay numbers", () => {
  using listener = listen();
  const s = socket.socket({ family: 42_424, type: 13_331, fileno: listener.fileno() });
  assert.deepEqual([s.family, s.type], [42_424, 13_331]);
  assert.match(String(s), /family=42424, type=13331/u);
  s.detach();
});

test("a descriptor from a worker's dup() stays open when the worker ends: the caller owns it", async () => {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
    import("bsd-sockets/socket").then((socket) => {
      const s = socket.socket();
      parentPort.postMessage([s.fileno(), socket.dup(s.fileno())]);
    });`,
    { eval: true },
  );
  const exited = once(worker, "exit");
  const [[original, copy]] = (await once(worker, "message")) as [[number, number]];
  await exited;
  assert.ok(fstatSync(copy).isSocket());
  assert.throws(() => fstatSync(original), { code: "EBADF" });
  closeSync(copy);
});
