import assert from "node:assert/strict";

import { gaierror, OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { askPython } from "../../support/python.ts";
import { listen } from "../../support/sockets.ts";

checkDescriptors();

const { AF_INET, AF_INET6, AI_NUMERICHOST, IPPROTO_TCP, IPPROTO_UDP, SOCK_STREAM } = socket;

test("A14: a name, an address or null, with a number, a service or null", () => {
  for (const host of ["localhost", "127.0.0.1", "::1", Buffer.from("127.0.0.1"), null]) {
    for (const port of [80, "80", "http", Buffer.from("http"), null]) {
      if (host === null && port === null) continue;
      const found = socket.getaddrinfo(host, port, { type: SOCK_STREAM });
      assert.ok(found.length > 0);
      for (const [, , , , sockaddr] of found) assert.equal(sockaddr[1], port === null ? 0 : 80);
    }
  }
});

test("A15: family, type, protocol and flags narrow the results", () => {
  const look = (options: socket.AddressInfoOptions): socket.AddressInfoTuple[] =>
    socket.getaddrinfo(null, 80, options);
  assert.deepEqual(
    new Set(look({ family: AF_INET }).map(([family]) => family)),
    new Set([AF_INET]),
  );
  assert.deepEqual(
    new Set(look({ family: AF_INET6 }).map(([family]) => family)),
    new Set([AF_INET6]),
  );
  assert.deepEqual(
    new Set(look({ type: SOCK_STREAM }).map(([, type]) => type)),
    new Set([SOCK_STREAM]),
  );
  for (const proto of [IPPROTO_TCP, IPPROTO_UDP]) {
    assert.deepEqual(new Set(look({ proto }).map(([, , found]) => found)), new Set([proto]));
  }
  const wildcard = look({ family: AF_INET, type: SOCK_STREAM, flags: socket.AI_PASSIVE });
  assert.deepEqual(wildcard[0]?.[4], ["0.0.0.0", 80]);
  const named = { type: SOCK_STREAM, flags: socket.AI_CANONNAME };
  assert.equal(socket.getaddrinfo("127.0.0.1", 80, named)[0]?.[3], "127.0.0.1");
});

test("A16: each result has five parts, which socket and connect accept", () => {
  using listener = listen();
  const [host, port] = listener.getsockname();
  const [answer] = socket.getaddrinfo(host, port, { type: SOCK_STREAM });
  assert.equal(answer?.length, 5);
  const [family, type, proto, canonname, sockaddr] = answer;
  using client = socket.socket(family, type, proto);
  client.connect(sockaddr);
  assert.deepEqual([canonname, client.getpeername()], ["", [host, port]]);
});

test("A17: no result is a gaierror with the EAI code, its name and its text", () => {
  assert.throws(
    () => socket.getaddrinfo("no-address", 80, { flags: AI_NUMERICHOST }),
    (error) => {
      assert.ok(error instanceof gaierror && error instanceof OSError);
      assert.deepEqual(
        [error.errno, error.code, error.syscall, error.address],
        [socket.EAI_NONAME, "EAI_NONAME", "getaddrinfo", "no-address"],
      );
      assert.equal(error.message, `[Errno ${socket.EAI_NONAME}] ${error.strerror}`);
      return true;
    },
  );
  assert.throws(() => socket.getaddrinfo("127.0.0.1", "no-such-service"), {
    name: "gaierror",
    errno: socket.EAI_SERVICE,
    code: "EAI_SERVICE",
  });
});

test("C7: a name that does not resolve is a gaierror, from connect, connect_ex and bind", () => {
  using s = socket.socket();
  const address = ["no-such-name.invalid", 80] as const;
  for (const call of [
    () => {
      s.connect(address);
    },
    () => s.connect_ex(address),
    () => {
      s.bind(address);
    },
  ]) {
    assert.throws(call, { name: "gaierror", syscall: "getaddrinfo", address: address[0] });
  }
});

test("C13: create_connection keeps the errno of a name that does not resolve", () => {
  for (const all_errors of [false, true]) {
    assert.throws(
      () => socket.create_connection(["no-such-name.invalid", 80], { all_errors }),
      (error) => {
        assert.ok(error instanceof gaierror);
        assert.match(String(error.code), /^EAI_/u);
        assert.equal(error.errno, (socket as unknown as Record<string, number>)[error.code!]);
        return true;
      },
    );
  }
});

test("A9: an IPv6 address may be a pair", () => {
  using listener = socket.socket(AF_INET6);
  listener.bind(["::1", 0]);
  listener.listen();
  using client = socket.socket(AF_INET6);
  client.connect(["::1", listener.getsockname()[1]]);
  assert.deepEqual(client.getpeername(), listener.getsockname());
  assert.equal(client.getpeername().length, 4);
});

test("A10: a flowinfo above 0xfffff is refused", () => {
  using s = socket.socket(AF_INET6);
  for (const flowinfo of [0x100000, -1, 2 ** 32]) {
    for (const call of [
      () => {
        s.bind(["::1", 0, flowinfo]);
      },
      () => {
        s.connect(["::1", 1, flowinfo]);
      },
      () => s.connect_ex(["::1", 1, flowinfo]),
      () => socket.getnameinfo(["::1", 1, flowinfo], 0),
    ]) {
      assert.throws(call, { name: "RangeError", message: /flowinfo must be 0-1048575\.$/u });
    }
  }
  s.bind(["::1", 0, 0xfffff]);
});

test("has_ipv6 equals CPython's", () => {
  const expected = askPython("import json, socket; print(json.dumps(socket.has_ipv6))");
  assert.equal(socket.has_ipv6, expected);
});

test("A11: a symbolic scope resolves to its number", () => {
  for (const [index, name] of socket.if_nameindex()) {
    const [found] = socket.getaddrinfo(`fe80::1%${name}`, 80, { type: SOCK_STREAM });
    assert.deepEqual(found?.[4], ["fe80::1", 80, 0, index]);
  }
  assert.throws(
    () => socket.getaddrinfo("fe80::1%no-such", 80, { flags: AI_NUMERICHOST }),
    gaierror,
  );
});
