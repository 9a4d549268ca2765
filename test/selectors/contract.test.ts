// What every selector keeps to, whichever its backend.

import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";
import { test } from "node:test";

import { KeyError, OSError, RuntimeError } from "bsd-sockets/errors";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { connectedPair, fill, listen } from "../support/sockets.ts";

checkDescriptors();

const { EVENT_READ, EVENT_WRITE } = selectors;
const BOTH = EVENT_READ | EVENT_WRITE;

const classes = {
  DefaultSelector: selectors.DefaultSelector,
  EpollSelector: selectors.EpollSelector,
  KqueueSelector: selectors.KqueueSelector,
  PollSelector: selectors.PollSelector,
  SelectSelector: selectors.SelectSelector,
};

for (const [name, Selector] of Object.entries(classes)) {
  if (Selector === undefined) {
    test(name, { skip: "this system has no such call" });
    continue;
  }
  const contract = (what: string, body: (selector: selectors.BaseSelector) => void): void => {
    test(`${name}: ${what}`, () => {
      using selector = new Selector();
      body(selector);
    });
  };

  contract(
    "register gives the key, and refuses bad events, bad descriptors and a second time",
    (selector) => {
      using pair = connectedPair();
      const { client } = pair;
      const key = selector.register(client, EVENT_READ, "data");
      assert.deepEqual(key, {
        fileobj: client,
        fd: client.fileno(),
        events: EVENT_READ,
        data: "data",
      });
      assert.equal(selector.register(pair.server, EVENT_READ).data, null);
      selector.unregister(pair.server);
      assert.throws(() => selector.register(client, EVENT_READ, null), KeyError);
      assert.throws(() => selector.register(client.fileno(), EVENT_WRITE, null), KeyError);
      for (const events of [0, 4, -1, 1.5, NaN, "1" as never]) {
        assert.throws(() => selector.register(pair.server, events, null), RangeError);
      }
      for (const fileobj of [-1, 1.5, NaN, "1", null, undefined, {}, { fileno: () => -1 }]) {
        assert.throws(() => selector.register(fileobj as never, EVENT_READ, null), RangeError);
      }
      assert.equal(selector.get_map()?.size, 1);
    },
  );

  contract("unregister gives the key, and refuses what is unknown", (selector) => {
    using pair = connectedPair();
    assert.throws(() => selector.unregister(pair.client), KeyError);
    const key = selector.register(pair.client, EVENT_READ, null);
    assert.equal(selector.unregister(pair.client), key);
    assert.throws(() => selector.unregister(pair.client), KeyError);
    selector.register(pair.client, EVENT_READ, null);
    assert.equal(selector.unregister(pair.client.fileno()).fileobj, pair.client);
  });

  contract(
    "unregister works after the descriptor was closed, by its socket or behind it",
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

  contract(
    "modify gives a new key, keeps the old as it was, and refuses what is unknown",
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

  contract("get_key and get_map show what is registered, live and read-only", (selector) => {
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

  contract("after close it knows nothing any more", (selector) => {
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

  contract("select tells what is ready, and only of what was asked for", (selector) => {
    using pair = connectedPair();
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

  contract("a hang-up shows as the events that were asked for", (selector) => {
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

  contract("timeouts: 0 and below do not wait, others never end early", (selector) => {
    for (const timeout of [0, -1, -1e9, -Infinity]) assert.deepEqual(selector.select(timeout), []);
    for (const timeout of [1e-9, 0.0004, 0.0103, 0.1]) {
      const begun = performance.now();
      assert.deepEqual(selector.select(timeout), []);
      assert.ok(performance.now() - begun >= timeout * 1000);
    }
    for (const timeout of ["1", {}, true, undefined]) {
      if (timeout !== undefined) assert.throws(() => selector.select(timeout as never), TypeError);
    }
    assert.throws(() => selector.select(NaN), RangeError);
  });

  contract("an endless and a very long timeout end when something is ready", (selector) => {
    using pair = connectedPair();
    const key = selector.register(pair.client, EVENT_WRITE, null);
    for (const timeout of [null, Infinity, 1e300, 1e9, 3e6]) {
      assert.deepEqual(selector.select(timeout), [[key, EVENT_WRITE]]);
    }
  });

  contract("many at once are all told, each once", (selector) => {
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

  contract("removing some leaves the others watched", (selector) => {
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

  contract(
    "a descriptor that is not open is refused, or shows when it is waited for",
    (selector) => {
      const fd = openSync("/dev/null", "r");
      closeSync(fd);
      try {
        selector.register(fd, EVENT_READ, null);
        const ready = selector.select(0);
        assert.equal(name, "PollSelector");
        assert.equal(ready[0]?.[1], EVENT_READ);
      } catch (error) {
        assert.ok(error instanceof OSError);
        assert.equal(error.code, "EBADF");
      }
    },
  );

  contract("a regular file is always ready, or refused by epoll", (selector) => {
    const fd = openSync(new URL(import.meta.url).pathname, "r");
    try {
      selector.register(fd, EVENT_READ, null);
      assert.deepEqual(
        selector.select().map(([key]) => key.fd),
        [fd],
      );
    } catch (error) {
      assert.ok(error instanceof OSError);
      assert.deepEqual([error.code, error.syscall], ["EPERM", "epoll_ctl"]);
      assert.equal(selector.get_map()?.size, 0);
    } finally {
      closeSync(fd);
    }
  });
}

test("SelectSelector refuses a descriptor of FD_SETSIZE or above by name", () => {
  using selector = new selectors.SelectSelector();
  assert.throws(
    () => selector.register(1024, EVENT_READ, null),
    /filedescriptor out of range in select\(\)/u,
  );
});

test("the default is the best that the system has", () => {
  const best = selectors.EpollSelector ?? selectors.KqueueSelector ?? selectors.PollSelector;
  assert.equal(selectors.DefaultSelector, best);
});

test(
  "an epoll has a descriptor of its own, which another selector can watch",
  { skip: selectors.EpollSelector === undefined },
  () => {
    using inner = new selectors.EpollSelector!();
    using outer = new selectors.DefaultSelector();
    using pair = connectedPair();
    inner.register(pair.client, EVENT_WRITE, null);
    const key = outer.register(inner, EVENT_READ, null);
    assert.deepEqual(outer.select(), [[key, EVENT_READ]]);
  },
);
