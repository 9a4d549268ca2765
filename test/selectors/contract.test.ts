// The contract of every selector, whatever its backend.

import assert from "node:assert/strict";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { open } from "node:fs/promises";
import { connect } from "node:net";

import { KeyError, OSError, RuntimeError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { contract } from "../support/selector-contract.ts";
import { connectedPair, fill, listen, localPair } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const { EVENT_READ, EVENT_WRITE } = selectors;
const BOTH = EVENT_READ | EVENT_WRITE;

contract(
  "R1: register returns the key, and refuses bad events, bad descriptors and duplicates",
  (selector) => {
    using pair = connectedPair();
    const { client } = pair;
    const key = selector.register(client, EVENT_READ, "data");
    assert.ok(key instanceof selectors.SelectorKey);
    assert.deepEqual(
      [key.fileobj, key.fd, key.events, key.data],
      [client, client.fileno(), EVENT_READ, "data"],
    );
    assert.equal(selector.register(pair.server, EVENT_READ).data, null);
    selector.unregister(pair.server);
    assert.throws(() => selector.register(client, EVENT_READ, null), KeyError);
    assert.throws(() => selector.register(client.fileno(), EVENT_WRITE, null), KeyError);
    for (const events of [0, 4, -1]) {
      assert.throws(() => selector.register(pair.server, events, null), RangeError);
    }
    for (const events of [1.5, NaN, "1", null]) {
      assert.throws(() => selector.register(pair.server, events as never, null), TypeError);
    }
    for (const fileobj of [
      -1,
      1.5,
      NaN,
      "1",
      null,
      undefined,
      {},
      { fileno: () => -1 },
      { fd: null },
      { fd: -1 },
    ]) {
      assert.throws(() => selector.register(fileobj as never, EVENT_READ, null), RangeError);
    }
    assert.equal(selector.get_map()?.size, 1);
  },
);

contract("R2: unregister returns the key, and refuses unknown objects", (selector) => {
  using pair = connectedPair();
  assert.throws(() => selector.unregister(pair.client), KeyError);
  const key = selector.register(pair.client, EVENT_READ, null);
  assert.equal(selector.unregister(pair.client), key);
  assert.throws(() => selector.unregister(pair.client), KeyError);
  selector.register(pair.client, EVENT_READ, null);
  assert.equal(selector.unregister(pair.client.fileno()).fileobj, pair.client);
});

contract(
  "R3: unregister works after the descriptor was closed, through its socket or elsewhere",
  (selector) => {
    {
      using first = connectedPair();
      selector.register(first.client, EVENT_READ, null);
      first.client.close();
      selector.unregister(first.client);
    }

    const closedBehind = socket.socket();
    selector.register(closedBehind, EVENT_READ, null);
    closeSync(closedBehind.fileno());
    using reused = socket.socket();
    assert.equal(reused.fileno(), closedBehind.fileno());
    selector.unregister(closedBehind);
    closedBehind.detach();
    assert.equal(selector.get_map()?.size, 0);
  },
);

contract("a closed socket is found by the object it was registered with", (selector) => {
  using pair = connectedPair();
  selector.register(pair.client, EVENT_READ, null);
  pair.client.close();
  pair.server.close();
  assert.throws(() => selector.register(pair.client, EVENT_READ, null), KeyError);
  assert.equal(selector.get_key(pair.client).fileobj, pair.client);
  for (const call of [
    () => selector.unregister(pair.server),
    () => selector.get_key(pair.server),
    () => selector.register(pair.server, EVENT_READ, null),
  ]) {
    assert.throws(call, /^RangeError: Invalid file descriptor: -1$/u);
  }
  selector.unregister(pair.client);
});

contract("modify of an unregistered object says so, whatever the events", (selector) => {
  using pair = connectedPair();
  assert.throws(() => selector.modify(pair.client, 0, null), KeyError);
});

contract(
  "R4: modify returns a new key, leaves the old one unchanged, and refuses unknown objects",
  (selector) => {
    using pair = connectedPair();
    assert.throws(() => selector.modify(pair.client, EVENT_READ, null), KeyError);
    const key = selector.register(pair.client, EVENT_READ, 1);
    const changed = selector.modify(pair.client, BOTH, 2);
    assert.deepEqual(
      [key.events, key.data, changed.events, changed.data],
      [EVENT_READ, 1, BOTH, 2],
    );
    assert.deepEqual(selector.select(0), [[changed, EVENT_WRITE]]);
    const data = selector.modify(pair.client, BOTH, 3);
    assert.deepEqual(selector.select(0), [[data, EVENT_WRITE]]);
    selector.modify(pair.client, EVENT_READ, 4);
    assert.deepEqual(selector.select(0), []);
    assert.throws(() => selector.modify(pair.client, 0, null), RangeError);
  },
);

contract("R8: get_key and get_map show what is registered, live and read-only", (selector) => {
  using pair = connectedPair();
  const map = selector.get_map()!;
  assert.equal(map.size, 0);
  const key = selector.register(pair.client, EVENT_READ, null);
  const fd = pair.client.fileno();
  assert.equal(selector.get_key(pair.client), key);
  assert.equal(selector.get_key(fd), key);
  assert.equal(map.get(pair.client), key);
  assert.ok(map.has(fd) && !map.has(pair.server));
  assert.deepEqual([...map], [[fd, key]]);
  assert.deepEqual([...map.keys()], [fd]);
  assert.deepEqual([...map.values()], [key]);
  assert.throws(() => selector.get_key(pair.server), KeyError);
  assert.equal("set" in map, false);
});

contract("R7: after close it has no keys", (selector) => {
  using pair = connectedPair();
  selector.register(pair.client, EVENT_READ, null);
  const map = selector.get_map()!;
  selector.close();
  selector.close();
  assert.equal(map.size, 0);
  assert.equal(selector.get_map(), null);
  assert.throws(() => selector.get_key(pair.client), RuntimeError);
  assert.throws(() => selector.select(0), RangeError);
  assert.throws(() => selector.register(pair.client, EVENT_READ, null), RangeError);
});

contract("R9: select returns what is ready, and only requested events", (selector) => {
  using pair = localPair();
  const { client, server } = pair;
  const key = selector.register(server, EVENT_READ, null);
  assert.deepEqual(selector.select(0), []);
  client.sendall(Buffer.from("x"));
  assert.deepEqual(selector.select(), [[key, EVENT_READ]]);
  const both = selector.modify(server, BOTH, null);
  assert.deepEqual(selector.select(), [[both, BOTH]]);
  server.recv(1);
  assert.deepEqual(selector.select(), [[both, EVENT_WRITE]]);
  server.setblocking(false);
  fill(server);
  assert.deepEqual(selector.select(0), []);
});

contract("a listener is readable when a connection waits", (selector) => {
  using listener = listen();
  using client = socket.socket();
  const key = selector.register(listener, EVENT_READ, null);
  client.connect(listener.getsockname());
  assert.deepEqual(selector.select(), [[key, EVENT_READ]]);
  listener.accept()[0].close();
  assert.deepEqual(selector.select(0), []);
});

contract("Q2: a hang-up is reported as the requested events", (selector) => {
  for (const events of [EVENT_READ, EVENT_WRITE, BOTH]) {
    using pair = connectedPair();
    pair.client.setsockopt(
      socket.SOL_SOCKET,
      socket.SO_LINGER,
      Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]),
    );
    pair.client.close();
    const key = selector.register(pair.server, events, null);
    const [[found, ready] = []] = selector.select();
    assert.equal(found, key);
    assert.equal(ready, events);
    selector.unregister(pair.server);
  }
});

contract(
  "R10, R11: timeouts: 0 and negative ones do not wait, and invalid ones are refused",
  (selector) => {
    for (const timeout of [0, -1, -1e9, -Infinity]) assert.deepEqual(selector.select(timeout), []);
    for (const timeout of ["1", {}, true]) {
      assert.throws(() => selector.select(timeout as never), TypeError);
    }
    assert.throws(() => selector.select(NaN), RangeError);
  },
);

contract("Q5, R10, R11: timeouts round up: a wait never ends early", (selector) => {
  using pair = connectedPair();
  for (const timeout of [1e-9, 0.0004, 0.0103, 0.1]) {
    const begun = performance.now();
    assert.deepEqual(selector.select(timeout), []);
    assert.ok(performance.now() - begun >= timeout * 1000);
  }
  selector.register(pair.client, EVENT_READ);
  const begun = performance.now();
  assert.deepEqual(selector.select(1), []);
  assert.ok(performance.now() - begun >= 1000);
});

contract("an endless and a very long timeout end when something is ready", (selector) => {
  using pair = connectedPair();
  const key = selector.register(pair.client, EVENT_WRITE, null);
  for (const timeout of [null, Infinity, 1e300, 1e9, 3e6]) {
    assert.deepEqual(selector.select(timeout), [[key, EVENT_WRITE]]);
  }
});

contract("many ready descriptors are all returned, each once", (selector) => {
  const pairs = Array.from({ length: 200 }, () => connectedPair());
  for (const { server } of pairs) selector.register(server, EVENT_READ, null);
  for (const { client } of pairs) client.sendall(Buffer.from("x"));
  const ready = selector.select().map(([key]) => key.fd);
  assert.deepEqual(ready.sort(), pairs.map(({ server }) => server.fileno()).sort());
  for (const pair of pairs) {
    selector.unregister(pair.server);
    pair[Symbol.dispose]();
  }
  assert.deepEqual(selector.select(0), []);
});

contract("removing some keeps the others watched", (selector) => {
  const pairs = Array.from({ length: 9 }, () => connectedPair());
  for (const { client } of pairs) selector.register(client, EVENT_WRITE, null);
  const kept = pairs.filter((pair, index) => {
    if (index % 3 === 0) return true;
    selector.unregister(pair.client);
    return false;
  });
  const ready = selector.select().map(([key]) => key.fileobj);
  assert.deepEqual(new Set(ready), new Set(kept.map(({ client }) => client)));
  for (const pair of pairs) pair[Symbol.dispose]();
});

contract("a closed descriptor is refused, or shows up when waiting", (selector, backend) => {
  const fd = openSync("/dev/null", "r");
  closeSync(fd);
  try {
    selector.register(fd, EVENT_READ, null);
    const ready = selector.select(0);
    assert.equal(backend, "poll");
    assert.equal(ready[0]?.[1], EVENT_READ);
  } catch (error) {
    assert.ok(error instanceof OSError);
    assert.equal(error.code, "EBADF");
  }
});

contract("R14: a regular file is always ready, or epoll refuses it", (selector, backend) => {
  const fd = openSync(new URL(import.meta.url).pathname, "r");
  try {
    selector.register(fd, EVENT_READ, null);
    assert.deepEqual(
      selector.select().map(([key]) => key.fd),
      [fd],
    );
    assert.notEqual(backend, "epoll");
  } catch (error) {
    assert.ok(error instanceof OSError);
    assert.deepEqual([error.code, error.syscall], ["EPERM", "epoll_ctl"]);
    assert.equal(selector.get_map()?.size, 0);
  } finally {
    closeSync(fd);
  }
});
contract("R5: modify with only other data makes no system call", (selector) => {
  using s = socket.socket();
  selector.register(s, EVENT_READ, 1);
  const fd = s.fileno();
  closeSync(fd);
  const key = selector.modify(s, EVENT_READ, 2);
  assert.deepEqual([key.events, key.data], [EVENT_READ, 2]);
  assert.equal(selector.modify(s, EVENT_READ, 2), key);
  selector.unregister(s);
  s.detach();
});

contract(
  "R6: when modify fails in the backend, the descriptor is unregistered",
  (selector, backend) => {
    using s = socket.socket();
    selector.register(s, EVENT_READ);
    closeSync(s.detach());
    const fd = [...selector.get_map()!.keys()][0]!;
    if (backend === "epoll" || backend === "kqueue") {
      failsWith("EBADF", () => selector.modify(fd, BOTH));
      assert.equal(selector.get_map()!.size, 0);
      assert.throws(() => selector.get_key(fd), KeyError);
    } else {
      assert.equal(selector.modify(fd, BOTH).events, BOTH);
    }
  },
);

contract("modify of a reused number watches all of its events, or fails", (selector, backend) => {
  const first = socket.socket();
  selector.register(first, EVENT_READ);
  closeSync(first.detach());
  const [a, b] = socket.socketpair();
  const fd = [...selector.get_map()!.keys()][0]!;
  assert.equal(a.fileno(), fd);
  b.sendall(Buffer.from("x"));
  if (backend === "epoll") {
    failsWith("ENOENT", () => selector.modify(fd, BOTH));
    assert.equal(selector.get_map()!.size, 0);
  } else {
    const key = selector.modify(fd, BOTH);
    assert.deepEqual(selector.select(0), [[key, BOTH]]);
  }
  a.close();
  b.close();
});

contract("R7: a using block closes it, after an error too", (selector) => {
  using pair = connectedPair();
  assert.throws(() => {
    using inner = selector;
    inner.register(pair.client, EVENT_READ);
    throw new KeyError("from the program");
  }, /from the program/u);
  assert.equal(selector.get_map(), null);
  assert.throws(() => selector.get_key(pair.client), RuntimeError);
});

contract("R9: both events of a descriptor are one entry, even with little room", (_, backend) => {
  const pairs = Array.from({ length: 3 }, () => connectedPair());
  const multiplexer = syscalls.multiplexerOpen(backend);
  for (const { client, server } of pairs) {
    client.sendall(Buffer.from("x"));
    assert.equal(syscalls.multiplexerAdd(multiplexer, server.fileno(), BOTH), 0);
    assert.deepEqual(select.select([server], [], [])[0], [server]);
  }
  for (const room of [1, 2, 3, 4]) {
    const ready = new Int32Array(2 * room);
    const count = syscalls.multiplexerWait(multiplexer, ready);
    assert.equal(count, Math.min(room, 3));
    const found = ready.subarray(0, 2 * count);
    assert.equal(new Set(found.filter((_fd, index) => index % 2 === 0)).size, count);
    assert.ok(found.every((events, index) => index % 2 === 0 || events === BOTH));
  }
  syscalls.multiplexerClose(multiplexer);
  for (const pair of pairs) pair[Symbol.dispose]();
});

contract(
  "Q1: closed while registered: epoll and kqueue report nothing, poll reports READ, select fails",
  (selector, backend) => {
    const fd = openSync("/dev/ptmx", "r");
    const key = selector.register(fd, EVENT_READ);
    closeSync(fd);
    if (backend === "select") {
      failsWith("EBADF", () => selector.select(0));
    } else {
      assert.deepEqual(selector.select(0), backend === "poll" ? [[key, EVENT_READ]] : []);
    }
    selector.unregister(fd);
  },
);

contract(
  "objects with a descriptor in `fd` are watched too, such as Node's handles",
  async (selector) => {
    using listener = listen();
    const netSocket = connect(listener.getsockname()[1], "127.0.0.1");
    await once(netSocket, "connect");
    const [server] = listener.accept();
    const handle = (netSocket as unknown as { _handle: { readonly fd: number } })._handle;
    const key = selector.register(handle, BOTH);
    assert.equal(key.fd, handle.fd);
    assert.deepEqual(selector.select(), [[key, EVENT_WRITE]]);
    server.sendall(Buffer.from("x"));
    selector.modify(handle, EVENT_READ);
    assert.equal(selector.select()[0]?.[0].fileobj, handle);
    selector.unregister(handle);
    netSocket.destroy();
    await once(netSocket, "close");
    server.close();

    const terminal = await open("/dev/ptmx");
    const { fd } = terminal;
    assert.equal(selector.register(terminal, EVENT_READ).fd, fd);
    await terminal.close();
    assert.equal(terminal.fd, -1);
    assert.equal(selector.unregister(terminal).fd, fd);
    assert.throws(() => selector.register(terminal, EVENT_READ), RangeError);
  },
);

test("the error of SelectSelector for a descriptor of FD_SETSIZE or above names the limit", () => {
  using selector = new selectors.SelectSelector();
  assert.throws(
    () => selector.register(select.FD_SETSIZE, EVENT_READ),
    /filedescriptor out of range in select\(\)/u,
  );
});

test("the default is the best available backend", () => {
  const best = selectors.EpollSelector ?? selectors.KqueueSelector ?? selectors.PollSelector;
  assert.equal(selectors.DefaultSelector, best);
});

testUnless(selectors.EpollSelector === undefined)(
  "an epoll has its own descriptor, which another selector can watch",
  () => {
    using inner = new selectors.EpollSelector!();
    using outer = new selectors.DefaultSelector();
    using pair = connectedPair();
    inner.register(pair.client, EVENT_WRITE, null);
    const key = outer.register(inner, EVENT_READ, null);
    assert.deepEqual(outer.select(), [[key, EVENT_READ]]);
  },
);
