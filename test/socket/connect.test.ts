import assert from "node:assert/strict";
import { endianness } from "node:os";

import * as errno from "bsd-sockets/errno";
import {
  BlockingIOError,
  BrokenPipeError,
  ConnectionRefusedError,
  TimeoutError,
} from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { addressOf, fullListener, listen } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

test("C1, C2, C3: connect is refused, done, already done, in progress", () => {
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
  }, inProgress);
});

const inProgress = (error: unknown): boolean => {
  assert.ok(error instanceof BlockingIOError);
  assert.deepEqual([error.errno, error.code], [errno.EINPROGRESS, "EINPROGRESS"]);
  return true;
};

function untilWritable(s: socket.Socket): void {
  assert.deepEqual(select.select([], [s], [])[1], [s]);
}

test("C4: a non-blocking connect_ex is in progress, then done, then already done", () => {
  using listener = listen();
  using s = socket.socket();
  s.setblocking(false);
  assert.equal(s.connect_ex(addressOf(listener)), errno.EINPROGRESS);
  untilWritable(s);
  assert.equal(s.connect_ex(addressOf(listener)), 0);
  assert.equal(s.connect_ex(addressOf(listener)), errno.EISCONN);
  failsWith("EISCONN", () => {
    s.connect(addressOf(listener));
  });
});

test("C12: SO_ERROR reports a refused connection once", () => {
  using closed = listen();
  const nobody = addressOf(closed);
  closed.close();
  using s = socket.socket();
  s.setblocking(false);
  assert.equal(s.connect_ex(nobody), errno.EINPROGRESS);
  untilWritable(s);
  const error = (): number => s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR);
  assert.deepEqual([error(), error()], [errno.ECONNREFUSED, 0]);
});

test("C5: a second call during the first is EALREADY", () => {
  using full = fullListener();
  using s = socket.socket();
  s.setblocking(false);
  assert.equal(s.connect_ex(full.address), errno.EINPROGRESS);
  assert.equal(s.connect_ex(full.address), errno.EALREADY);
  assert.throws(() => {
    s.connect(full.address);
  }, BlockingIOError);
});

test("C6: a connect that times out is TimeoutError, or EAGAIN from connect_ex", () => {
  using full = fullListener();
  for (const timeout of [0.05, 0.001]) {
    using late = socket.socket();
    late.settimeout(timeout);
    const begun = performance.now();
    assert.throws(
      () => {
        late.connect(full.address);
      },
      (error) => {
        assert.ok(error instanceof TimeoutError);
        assert.deepEqual([error.errno, error.message], [null, "timed out"]);
        return true;
      },
    );
    assert.ok(performance.now() - begun >= timeout * 1000);
    using later = socket.socket();
    later.settimeout(timeout);
    assert.equal(later.connect_ex(full.address), errno.EAGAIN);
  }
});

test("D15: unconnected, recv is ENOTCONN, send is EPIPE without a signal", () => {
  using s = socket.socket();
  failsWith("ENOTCONN", () => s.recv(1));
  failsWith("ENOTCONN", () => s.getpeername());
  assert.throws(() => s.send(Buffer.from("x")), BrokenPipeError);
  failsWith("EINVAL", () => s.accept());
  failsWith("ENOTCONN", () => {
    s.shutdown(socket.SHUT_RD);
  });
});

test("binding twice is EADDRINUSE, with the address in the error", () => {
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

/** Returns the backlog of a listener, which the kernel reports as tcpi_sacked. */
function backlogOf(s: socket.Socket): number {
  const info = s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO!, 32) as Buffer;
  return new DataView(info.buffer, info.byteOffset).getUint32(28, endianness() === "LE");
}

testUnless(process.platform !== "linux")("S1: listen has a default backlog", () => {
  using s = socket.socket();
  s.bind(["127.0.0.1", 0]);
  s.listen();
  assert.equal(backlogOf(s), Math.min(socket.SOMAXCONN, 128));
  s.listen(7);
  assert.equal(backlogOf(s), 7);
});

test("S2: listen accepts 0 and negative numbers, and a connection still succeeds", () => {
  for (const backlog of [0, -1, -(2 ** 31)]) {
    using s = socket.socket();
    s.bind(["127.0.0.1", 0]);
    s.listen(backlog);
    using client = socket.socket();
    client.connect(addressOf(s));
    s.accept()[0].close();
  }
});

test("S3: a backlog that is not an int is refused", () => {
  using s = socket.socket();
  s.bind(["127.0.0.1", 0]);
  for (const backlog of [2 ** 31, -(2 ** 31) - 1]) {
    assert.throws(() => {
      s.listen(backlog);
    }, RangeError);
  }
  for (const backlog of ["1", 1.5, NaN]) {
    assert.throws(() => {
      s.listen(backlog as never);
    }, TypeError);
  }
});
test("a host may be bytes, and <broadcast> is only for IPv4", () => {
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
