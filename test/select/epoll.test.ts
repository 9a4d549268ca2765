import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";

import { OSError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { Running } from "../support/programs.ts";
import { connectedPair } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const { epoll } = select;
const [EPOLLET, EPOLLIN, EPOLLOUT] = [select.EPOLLET!, select.EPOLLIN!, select.EPOLLOUT!];

function epollTest(name: string, body: (epoll: select.EpollFunction) => void): void {
  testUnless(epoll === undefined && "this system has no epoll")(name, () => {
    body(epoll!);
  });
}

epollTest("epoll returns the requested events, for any object with a descriptor", (epoll) => {
  using poller = epoll();
  using pair = connectedPair();
  const [client, server] = [pair.client.fileno(), pair.server.fileno()];
  poller.register(pair.server, EPOLLIN);
  assert.deepEqual(poller.poll(0), []);
  pair.client.send(Buffer.from("x"));
  assert.deepEqual(poller.poll(), [[server, EPOLLIN]]);
  poller.register({ fd: client });
  assert.deepEqual(
    new Map(poller.poll()),
    new Map([
      [server, EPOLLIN],
      [client, EPOLLOUT],
    ]),
  );
  poller.modify(server, EPOLLIN | EPOLLOUT);
  assert.equal(new Map(poller.poll()).get(server), EPOLLIN | EPOLLOUT);
  poller.unregister(pair.server);
  assert.deepEqual(poller.poll(), [[client, EPOLLOUT]]);
});

epollTest(
  "P13: registering twice is EEXIST; modify and unregister of an unknown descriptor is ENOENT",
  (epoll) => {
    using poller = epoll();
    using pair = connectedPair();
    failsWith("ENOENT", () => {
      poller.modify(pair.client, EPOLLIN);
    });
    failsWith("ENOENT", () => {
      poller.unregister(pair.client);
    });
    poller.register(pair.client, EPOLLIN);
    failsWith("EEXIST", () => {
      poller.register(pair.client, EPOLLIN);
    });
  },
);

epollTest("P14: unregister, modify and register of a closed descriptor are EBADF", (epoll) => {
  using poller = epoll();
  const fd = openSync("/dev/ptmx", "r");
  poller.register(fd, EPOLLIN);
  closeSync(fd);
  const calls = [
    () => {
      poller.unregister(fd);
    },
    () => {
      poller.modify(fd, 1);
    },
    () => {
      poller.register(fd);
    },
  ];
  for (const call of calls) failsWith("EBADF", call);
});

epollTest("P15: epoll(0) is refused, and other wrong sizes and flags", (epoll) => {
  for (const size of [0, -2, -(2 ** 31), 2 ** 31]) assert.throws(() => epoll(size), RangeError);
  for (const size of [1.5, NaN, "1", null, {}])
    assert.throws(() => epoll(size as never), TypeError);
  for (const flags of [1, -1, 2 ** 20]) {
    assert.throws(
      () => epoll(-1, flags),
      (error) =>
        error instanceof OSError && error.errno === null && error.message === "invalid flags",
    );
  }
  for (const good of [
    epoll(1),
    epoll(-1, 0),
    epoll(10, select.EPOLL_CLOEXEC),
    epoll(2 ** 31 - 1),
  ]) {
    good.close();
  }
});

epollTest("P16: the error of a call after close says that the epoll is closed", (epoll) => {
  const poller = epoll();
  assert.equal(poller.closed, false);
  poller.close();
  poller.close();
  assert.equal(poller.closed, true);
  const calls = [
    () => poller.fileno(),
    () => {
      poller.register(0);
    },
    () => {
      poller.modify(0, EPOLLIN);
    },
    () => {
      poller.unregister(0);
    },
    () => poller.poll(0),
  ];
  for (const call of calls) {
    assert.throws(call, /^RangeError: I\/O operation on closed epoll object$/u);
  }
});

epollTest("P16: leaving a using block closes it; closing a closed descriptor is EBADF", (epoll) => {
  let kept: select.Epoll;
  {
    using poller = epoll();
    kept = poller;
  }
  assert.equal(kept.closed, true);
  const poller = epoll();
  closeSync(poller.fileno());
  failsWith("EBADF", () => {
    poller.close();
  });
  assert.equal(poller.closed, true);
});

epollTest("P17: maxevents 0 is refused, other values are limits", (epoll) => {
  using poller = epoll();
  using pair = connectedPair();
  poller.register(pair.client, EPOLLOUT);
  poller.register(pair.server, EPOLLOUT);
  for (const wrong of [0, -2, 2 ** 31]) assert.throws(() => poller.poll(0, wrong), RangeError);
  assert.throws(() => poller.poll(0, 0), /^RangeError: maxevents must be greater than 0, got 0$/u);
  for (const wrong of [1.5, NaN, "1", null]) {
    assert.throws(() => poller.poll(0, wrong as never), TypeError);
  }
  assert.equal(poller.poll(0, 1).length, 1);
  for (const many of [2, 3, 100_000, 2 ** 31 - 1, -1]) assert.equal(poller.poll(0, many).length, 2);
});

epollTest("P18: EPOLLET reports an event once, however the mask is written", (epoll) => {
  using pair = connectedPair();
  assert.ok((EPOLLIN | EPOLLET) < 0);
  for (const mask of [EPOLLIN | EPOLLET, EPOLLIN + EPOLLET, (EPOLLIN | EPOLLET) >>> 0]) {
    using poller = epoll();
    poller.register(pair.server, mask);
    pair.client.send(Buffer.from("x"));
    assert.deepEqual(poller.poll(), [[pair.server.fileno(), EPOLLIN]]);
    assert.deepEqual(poller.poll(0), []);
    pair.client.send(Buffer.from("y"));
    assert.deepEqual(poller.poll(), [[pair.server.fileno(), EPOLLIN]]);
  }
});

epollTest("P19: fromfd shares the epoll", (epoll) => {
  using poller = epoll();
  using pair = connectedPair();
  const other = epoll.fromfd(poller.fileno());
  assert.deepEqual([other.fileno(), other.closed], [poller.fileno(), false]);
  other.register(pair.client, EPOLLOUT);
  assert.deepEqual(poller.poll(), [[pair.client.fileno(), EPOLLOUT]]);
  assert.throws(() => epoll.fromfd("1" as never), TypeError);
  assert.throws(() => epoll.fromfd(-1), RangeError);
});

epollTest(
  "timeouts: null and negative wait forever, others never end early, too large ones are refused",
  (epoll) => {
    using poller = epoll();
    using pair = connectedPair();
    for (const timeout of [0, 1e-9, 0.0004, 0.0103, 0.1]) {
      const begun = performance.now();
      assert.deepEqual(poller.poll(timeout), []);
      assert.ok(performance.now() - begun >= timeout * 1000);
    }
    poller.register(pair.client, EPOLLOUT);
    for (const timeout of [null, undefined, -1e-9, -3, 1e6, 2147483.647]) {
      assert.equal(poller.poll(timeout).length, 1);
    }
    for (const timeout of [2147483.648, 1e300, Infinity, -Infinity, NaN]) {
      assert.throws(() => poller.poll(timeout), RangeError);
    }
    assert.throws(() => poller.poll("1" as never), TypeError);
  },
);

epollTest("masks out of range, and non-integers, are refused", (epoll) => {
  using poller = epoll();
  using pair = connectedPair();
  for (const mask of [2 ** 32, -(2 ** 31) - 1]) {
    assert.throws(() => {
      poller.register(pair.client, mask);
    }, RangeError);
  }
  for (const mask of [1.5, NaN, "1", null]) {
    assert.throws(() => {
      poller.register(pair.client, mask as never);
    }, TypeError);
  }
  assert.throws(() => {
    poller.register("1" as never);
  }, TypeError);
  assert.throws(() => {
    poller.register(-1);
  }, RangeError);
});

epollTest("EPOLLONESHOT is disabled until modify; EPOLLEXCLUSIVE cannot be modified", (epoll) => {
  using poller = epoll();
  using pair = connectedPair();
  const fd = pair.client.fileno();
  poller.register(fd, EPOLLOUT | select.EPOLLONESHOT!);
  assert.deepEqual(poller.poll(), [[fd, EPOLLOUT]]);
  assert.deepEqual(poller.poll(0), []);
  poller.modify(fd, EPOLLOUT | select.EPOLLONESHOT!);
  assert.deepEqual(poller.poll(), [[fd, EPOLLOUT]]);

  const server = pair.server.fileno();
  poller.register(server, EPOLLOUT | select.EPOLLEXCLUSIVE!);
  assert.deepEqual(poller.poll(), [[server, EPOLLOUT]]);
  failsWith("EINVAL", () => {
    poller.modify(server, EPOLLOUT);
  });
});

testUnless(epoll === undefined && "this system has no epoll")(
  "an epoll is close-on-exec",
  async () => {
    using poller = epoll!();
    await using child = new Running("readlink", [`/proc/self/fd/${poller.fileno()}`]);
    assert.equal(await child.ends(), 1);
    assert.equal(child.stdout, "");
  },
);
