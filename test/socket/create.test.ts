import assert from "node:assert/strict";

import * as errno from "bsd-sockets/errno";
import { BlockingIOError, ConnectionRefusedError, OSError, TimeoutError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { addressOf, fullListener, listen } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const { create_connection, create_server } = socket;

/** Returns an address where nobody listens. */
function nobody(): socket.InetAddress {
  using closed = listen();
  return addressOf(closed);
}

test("C13: the error of create_connection keeps its errno", () => {
  const address = nobody();
  assert.throws(
    () => create_connection(address),
    (error) => {
      assert.ok(error instanceof ConnectionRefusedError);
      assert.deepEqual([error.errno, error.syscall], [errno.ECONNREFUSED, "connect"]);
      assert.deepEqual([error.address, error.port], address);
      return true;
    },
  );
});

test("C14: with all_errors there is one error for each address, in a group", () => {
  const [, port] = nobody();
  for (const host of ["127.0.0.1", null]) {
    const tried = socket.getaddrinfo(host, port, { type: socket.SOCK_STREAM });
    assert.throws(
      () => create_connection([host, port], { all_errors: true }),
      (error) => {
        assert.ok(error instanceof AggregateError);
        assert.equal(error.message, "create_connection failed");
        assert.deepEqual(
          error.errors.map((one: OSError) => [one instanceof ConnectionRefusedError, one.address]),
          tried.map(([, , , , address]) => [true, address[0]]),
        );
        return true;
      },
    );
    assert.throws(() => create_connection([host, port]), ConnectionRefusedError);
  }
});

test("create_connection tries the next address when one refuses", () => {
  using listener = listen();
  using client = create_connection([null, addressOf(listener)[1]]);
  assert.equal(client.family, socket.AF_INET);
  listener.accept()[0].close();
});

test("C15: source_address is the address the socket is bound to", () => {
  using listener = listen();
  using client = create_connection(addressOf(listener), { source_address: ["127.0.0.2", 0] });
  const [conn, peer] = listener.accept();
  conn.close();
  assert.equal(client.getsockname()[0], "127.0.0.2");
  assert.deepEqual(peer, client.getsockname());
});

test("C16: without a timeout the default applies, null waits forever, a number is the timeout", () => {
  using listener = listen();
  const timeoutWith = (options?: socket.CreateConnectionOptions): number | null => {
    using client = create_connection(addressOf(listener), options);
    return client.gettimeout();
  };
  socket.setdefaulttimeout(42);
  try {
    assert.equal(timeoutWith(), 42);
    assert.equal(timeoutWith({}), 42);
    assert.equal(timeoutWith({ timeout: null }), null);
    assert.equal(timeoutWith({ timeout: 30 }), 30);
  } finally {
    socket.setdefaulttimeout(null);
  }
  assert.equal(timeoutWith(), null);
});

test("C17: a TimeoutError is not converted, not even in a group", () => {
  using full = fullListener();
  const isTimeout = (error: unknown): boolean =>
    error instanceof TimeoutError && error.errno === null && error.message === "timed out";
  assert.throws(() => create_connection(full.address, { timeout: 0.05 }), isTimeout);
  assert.throws(
    () => create_connection(full.address, { timeout: 0.05, all_errors: true }),
    (error) => error instanceof AggregateError && error.errors.every(isTimeout),
  );
});

test("C18: create_connection with a timeout of 0 is EINPROGRESS", () => {
  using listener = listen();
  assert.throws(
    () => create_connection(addressOf(listener), { timeout: 0 }),
    (error) => error instanceof BlockingIOError && error.errno === errno.EINPROGRESS,
  );
});

test("S4: create_server has the requested address, family and type", () => {
  using server = create_server(["127.0.0.1", 0]);
  assert.equal(server.getsockname()[0], "127.0.0.1");
  assert.deepEqual([server.family, server.type], [socket.AF_INET, socket.SOCK_STREAM]);
  assert.notEqual(server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), 0);
  using client = create_connection(server.getsockname());
  const [conn, peer] = server.accept();
  conn.close();
  assert.deepEqual(peer, client.getsockname());

  using server6 = create_server(["::1", 0], { family: socket.AF_INET6, backlog: 1 });
  assert.deepEqual(server6.getsockname().slice(0, 1), ["::1"]);
  assert.deepEqual([server6.family, server6.type], [socket.AF_INET6, socket.SOCK_STREAM]);
});

test("S5: reuse_port sets SO_REUSEPORT, and two servers share a port", () => {
  using plain = create_server(["127.0.0.1", 0]);
  assert.equal(plain.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT), 0);
  using shared = create_server(["127.0.0.1", 0], { reuse_port: true });
  assert.notEqual(shared.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT), 0);
  using other = create_server(shared.getsockname(), { reuse_port: true });
  assert.deepEqual(other.getsockname(), shared.getsockname());
});

test("S6: on AF_INET6 it is IPv6 only, by default", () => {
  using server = create_server(["::", 0], { family: socket.AF_INET6 });
  assert.notEqual(server.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY), 0);
  const [, port] = server.getsockname();
  assert.throws(() => create_connection(["127.0.0.1", port]), ConnectionRefusedError);
});

testUnless(!socket.has_dualstack_ipv6())("S7: a dual-stack server accepts IPv4 and IPv6", () => {
  const options = { family: socket.AF_INET6, dualstack_ipv6: true };
  using server = create_server(["", 0], options);
  const [, port] = server.getsockname();
  for (const [host, seen] of [
    ["127.0.0.1", "::ffff:127.0.0.1"],
    ["::1", "::1"],
  ] as const) {
    using client = create_connection([host, port]);
    const [conn, peer] = server.accept();
    client.sendall(Buffer.from(host));
    assert.equal(String(conn.recv(99)), host);
    assert.equal(peer?.[0], seen);
    conn.close();
  }
});

test("S8: a dual stack on AF_INET is refused", () => {
  assert.throws(
    () => create_server(["", 0], { dualstack_ipv6: true }),
    /^RangeError.*: dualstack_ipv6 requires AF_INET6 family$/u,
  );
});

test("S9: when it cannot bind, the error names the address", () => {
  using first = listen();
  const [host, port] = addressOf(first);
  const meaning = `Address already in use (while attempting to bind on address ('${host}', ${port}))`;
  assert.throws(() => create_server([host, port]), {
    code: "EADDRINUSE",
    errno: errno.EADDRINUSE,
    strerror: meaning,
    message: `[Errno ${errno.EADDRINUSE}] ${meaning}`,
    address: host,
    port,
  });
});
