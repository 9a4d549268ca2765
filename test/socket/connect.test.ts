import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import * as errno from "bsd-sockets/errno";
import {
  BlockingIOError,
  BrokenPipeError,
  ConnectionRefusedError,
  gaierror,
  TimeoutError,
} from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { addressOf, listen, listen6 } from "../support/sockets.ts";

checkDescriptors();

test("connect: refused, in progress, done, done already", () => {
  using listener = listen();
  using closed = listen();
  const nobody = addressOf(closed);
  closed.close();
  using refused = socket.socket();
  assert.throws(
    () => {
      refused.connect(nobody);
    },
    (error) => {
      assert.ok(error instanceof ConnectionRefusedError);
      assert.deepEqual(
        [error.syscall, error.address, error.port],
        ["connect", "127.0.0.1", nobody[1]],
      );
      return true;
    },
  );
  using again = socket.socket();
  assert.equal(again.connect_ex(nobody), errno.ECONNREFUSED);

  using blocking = socket.socket();
  assert.equal(blocking.connect_ex(addressOf(listener)), 0);
  assert.equal(blocking.connect_ex(addressOf(listener)), errno.EISCONN);

  using timed = socket.socket();
  timed.settimeout(5);
  timed.connect(addressOf(listener));
  using timedRefused = socket.socket();
  timedRefused.settimeout(5);
  assert.equal(timedRefused.connect_ex(nobody), errno.ECONNREFUSED);

  using progressing = socket.socket();
  progressing.setblocking(false);
  assert.throws(() => {
    progressing.connect(addressOf(listener));
  }, BlockingIOError);
});

test("a connect whose time is up: TimeoutError, or EAGAIN from connect_ex", () => {
  using listener = listen();
  listener.listen(0);
  const waiting: socket.Socket[] = [];
  // The queue takes one or two; whoever comes then gets no answer.
  for (let i = 0; i < 4; i++) {
    const s = socket.socket();
    s.setblocking(false);
    s.connect_ex(addressOf(listener));
    waiting.push(s);
  }
  using late = socket.socket();
  late.settimeout(0.05);
  assert.throws(() => {
    late.connect(addressOf(listener));
  }, TimeoutError);
  using later = socket.socket();
  later.settimeout(0.05);
  assert.equal(later.connect_ex(addressOf(listener)), errno.EAGAIN);
  for (const s of waiting) s.close();
});

test("addresses of the wrong shape are refused before any call", () => {
  using s = socket.socket();
  for (const address of [
    undefined,
    null,
    "127.0.0.1",
    80,
    [],
    ["127.0.0.1"],
    ["127.0.0.1", 80, 0],
    [1, 80],
    ["127.0.0.1", "80"],
    [null, 80],
    ["a\0b", 80],
  ]) {
    assert.throws(
      () => {
        s.bind(address as never);
      },
      TypeError,
      inspect(address),
    );
    assert.throws(() => s.connect_ex(address as never), TypeError, inspect(address));
  }
  for (const port of [-1, 65536, 1.5, NaN, Infinity]) {
    assert.throws(() => {
      s.bind(["127.0.0.1", port]);
    }, /port must be 0-65535/u);
    assert.throws(() => s.connect_ex(["127.0.0.1", port]), RangeError);
  }
});

test("host names: a name, all interfaces, and one that nobody knows", () => {
  using named = socket.socket();
  named.bind(["localhost", 0]);
  assert.equal(named.getsockname()[0], "127.0.0.1");
  using all = socket.socket();
  all.bind(["", 0]);
  assert.equal(all.getsockname()[0], "0.0.0.0");
  using s = socket.socket();
  for (const call of [
    () => {
      s.bind(["no-such-name.invalid", 1]);
    },
    () => s.connect_ex(["no-such-name.invalid", 1]),
  ]) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof gaierror);
      assert.match(String(error.code), /^EAI_/u);
      return true;
    });
  }
});

test("IPv6: a pair or four parts go in, four come out", () => {
  using listener = listen6();
  const address = listener.getsockname();
  assert.deepEqual([address[0], address.length], ["::1", 4]);
  using client = socket.socket(socket.AF_INET6);
  client.connect([address[0], address[1]]);
  const [accepted, peer] = listener.accept();
  using conn = accepted;
  assert.deepEqual(peer, client.getsockname());
  assert.equal(conn.family, socket.AF_INET6);
  using s = socket.socket(socket.AF_INET6);
  assert.throws(() => {
    s.bind(["::1", 0, 0x100000]);
  }, RangeError);
  assert.throws(() => {
    s.bind(["::1", 0, 0, 0, 0] as never);
  }, TypeError);
});

test("unconnected: recv is ENOTCONN, send is EPIPE and no signal", () => {
  using s = socket.socket();
  failsWith("ENOTCONN", () => s.recv(1));
  failsWith("ENOTCONN", () => s.getpeername());
  assert.throws(() => s.send(Buffer.from("x")), BrokenPipeError);
  failsWith("EINVAL", () => s.accept());
  failsWith("ENOTCONN", () => {
    s.shutdown(socket.SHUT_RD);
  });
});

test("binding twice is EADDRINUSE, and says where", () => {
  using first = listen();
  using second = socket.socket();
  const [host, port] = addressOf(first);
  assert.throws(
    () => {
      second.bind([host, port]);
    },
    { code: "EADDRINUSE", syscall: "bind", address: host, port },
  );
});

test("listen takes any backlog that is an int", () => {
  using s = socket.socket();
  s.bind(["127.0.0.1", 0]);
  for (const backlog of [0, -1, 1, 1e6]) s.listen(backlog);
  assert.throws(() => {
    s.listen(2 ** 31);
  }, RangeError);
  assert.throws(() => {
    s.listen("1" as never);
  }, TypeError);
});

test("getaddrinfo gives what socket and connect take", () => {
  const { AF_INET, SOCK_STREAM, IPPROTO_TCP, AI_NUMERICHOST } = socket;
  const answer = [AF_INET, SOCK_STREAM, IPPROTO_TCP, "", ["127.0.0.1", 80]];
  assert.deepEqual(socket.getaddrinfo("127.0.0.1", 80, { proto: IPPROTO_TCP }), [answer]);
  assert.deepEqual(socket.getaddrinfo("localhost", "80", { family: AF_INET, type: SOCK_STREAM }), [
    answer,
  ]);
  assert.deepEqual(socket.getaddrinfo(null, 80, { family: AF_INET, type: SOCK_STREAM }), [answer]);
  assert.deepEqual(socket.getaddrinfo("::1", null, { type: SOCK_STREAM })[0]?.[4], [
    "::1",
    0,
    0,
    0,
  ]);
  assert.throws(() => socket.getaddrinfo("localhost", 1, { flags: AI_NUMERICHOST }), gaierror);
  assert.throws(() => socket.getaddrinfo(5 as never, 1), TypeError);
  assert.throws(() => socket.getaddrinfo("a", {} as never), TypeError);
  assert.throws(() => socket.getaddrinfo("a", 1.5), RangeError);
});

test("a host may be bytes, and <broadcast> is of IPv4 alone", () => {
  using s = socket.socket();
  s.bind([Buffer.from("127.0.0.1"), 0]);
  assert.equal(s.getsockname()[0], "127.0.0.1");
  using named = socket.socket();
  named.bind([Buffer.from("localhost"), 0]);
  assert.equal(named.getsockname()[0], "127.0.0.1");
  assert.throws(() => {
    s.bind([Buffer.from("a\0b"), 0]);
  }, TypeError);
  using s6 = socket.socket(socket.AF_INET6);
  assert.throws(() => {
    s6.bind(["<broadcast>", 0]);
  }, /^OSError: address family mismatched$/u);
});
