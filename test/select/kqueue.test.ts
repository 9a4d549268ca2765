// On systems without kqueue, test/native/kqueue.test.ts runs these with a test double.

import assert from "node:assert/strict";
import { closeSync, fstatSync, openSync } from "node:fs";
import { inspect } from "node:util";

import * as errno from "bsd-sockets/errno";
import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { connectedPair, listen } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const kevent = select.kevent!;
const READ = select.KQ_FILTER_READ!;
const WRITE = select.KQ_FILTER_WRITE!;
const TIMER = select.KQ_FILTER_TIMER!;
const USER = select.KQ_FILTER_USER!;
const ADD = select.KQ_EV_ADD!;
const DELETE = select.KQ_EV_DELETE!;
const ENABLE = select.KQ_EV_ENABLE!;
const DISABLE = select.KQ_EV_DISABLE!;
const DISPATCH = select.KQ_EV_DISPATCH!;
const ONESHOT = select.KQ_EV_ONESHOT!;
const CLEAR = select.KQ_EV_CLEAR!;
const RECEIPT = select.KQ_EV_RECEIPT!;
const EOF = select.KQ_EV_EOF!;
const ERROR = select.KQ_EV_ERROR!;

const skip = select.kqueue === undefined && "this system has no kqueue";

function kqueueTest(name: string, body: (kq: select.Kqueue) => void): void {
  testUnless(skip)(name, () => {
    using kq = select.kqueue!();
    body(kq);
  });
}

/** Returns the filters of some events, with their descriptors. */
function filtersOf(events: readonly select.Kevent[]): [number, number][] {
  return events.map(({ ident, filter }) => [ident, filter]);
}

test("kqueue, kevent and their constants exist together", () => {
  const isThere = select.kqueue !== undefined;
  for (const name of ["kevent", "KQ_EV_ADD", "KQ_EV_ERROR", "KQ_FILTER_READ", "KQ_FILTER_WRITE"]) {
    assert.equal((select as Record<string, unknown>)[name] !== undefined, isThere, name);
  }
  assert.equal(syscalls.kqueue !== undefined, isThere);
  assert.equal(syscalls.kevent !== undefined, isThere);
});

testUnless(skip)("P20: a kevent has fields, with defaults, and an order", () => {
  const plain = kevent(5);
  assert.deepEqual(
    [plain.ident, plain.filter, plain.flags, plain.fflags, plain.data, plain.udata],
    [5, READ, ADD, 0, 0, 0],
  );
  using pair = connectedPair();
  assert.equal(kevent(pair.client).ident, pair.client.fileno());
  assert.equal(kevent({ fd: 7 }).ident, 7);
  const full = kevent(1, WRITE, DELETE, 3, 4, 2 ** 53 - 1);
  assert.deepEqual(
    [full.ident, full.filter, full.flags, full.fflags, full.data, full.udata],
    [1, WRITE, DELETE, 3, 4, 2 ** 53 - 1],
  );
  assert.equal(
    inspect(kevent(1, READ, 1, 2, 3, 255)),
    `<select.kevent ident=1 filter=${READ} flags=0x1 fflags=0x2 data=0x3 udata=0xff>`,
  );

  const fields: [number, number, number, number, number, number] = [1, READ, ADD, 1, 1, 1];
  const low = kevent(...fields);
  assert.equal(low.compare(kevent(...fields)), 0);
  assert.ok(low.equals(kevent(...fields)));
  for (const index of fields.keys()) {
    const higher = kevent(...(fields.with(index, fields[index]! + 1) as typeof fields));
    assert.ok(low.compare(higher) < 0 && higher.compare(low) > 0 && !low.equals(higher));
  }
  const events = [kevent(3), kevent(1, READ), kevent(1, WRITE)];
  assert.deepEqual(
    filtersOf(events.sort((a, b) => a.compare(b))),
    [
      [1, WRITE],
      [1, READ],
      [3, READ],
    ].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!),
  );
  assert.equal(low.equals(1), false);
  assert.throws(() => low.compare(1 as never), TypeError);
});

testUnless(skip)("P20: an out-of-range field is refused", () => {
  for (const wrong of ["1", 1.5, NaN, null, {}]) {
    assert.throws(() => kevent(wrong as never), TypeError);
    for (let index = 1; index < 6; index++) {
      const fields = [1, READ, ADD, 0, 0, 0].with(index, wrong as number);
      assert.throws(() => kevent(...(fields as [number])), TypeError);
    }
  }
  for (const wrong of [-1, 2 ** 53]) {
    assert.throws(() => kevent(wrong), RangeError);
    assert.throws(() => kevent(1, READ, ADD, 0, 0, wrong), RangeError);
  }
  using kq = select.kqueue!();
  for (const change of [
    kevent(1, 2 ** 15),
    kevent(1, READ, 2 ** 16),
    kevent(1, READ, -1),
    kevent(1, READ, ADD, 2 ** 32),
  ]) {
    assert.throws(() => kq.control([change], 0), RangeError);
  }
});

kqueueTest("P21: control accepts any iterable of kevents, or null", (kq) => {
  using pair = connectedPair();
  const fd = pair.client.fileno();
  const expected = [[fd, WRITE]];
  const change = (): select.Kevent => kevent(fd, WRITE, ADD | ONESHOT);
  assert.deepEqual(filtersOf(kq.control([change()], 4, 0)), expected);
  assert.deepEqual(filtersOf(kq.control(new Set([change()]), 4, 0)), expected);
  assert.deepEqual(filtersOf(kq.control([change()][Symbol.iterator](), 4, 0)), expected);
  const generated = (function* (): Generator<select.Kevent> {
    yield change();
  })();
  assert.deepEqual(filtersOf(kq.control(generated, 4, 0)), expected);
  for (const none of [null, [], new Set<select.Kevent>()])
    assert.deepEqual(kq.control(none, 4, 0), []);
  for (const wrong of [1, {}, true, undefined, [1], [null], ["x"], "x"]) {
    assert.throws(() => kq.control(wrong as never, 4, 0), TypeError);
  }
});

kqueueTest("control refuses wrong sizes and timeouts", (kq) => {
  for (const wrong of [-1, 2 ** 31]) assert.throws(() => kq.control(null, wrong, 0), RangeError);
  for (const wrong of [1.5, "1", null]) {
    assert.throws(() => kq.control(null, wrong as never, 0), TypeError);
  }
  for (const wrong of [-1, NaN, Infinity])
    assert.throws(() => kq.control(null, 1, wrong), RangeError);
  assert.throws(() => kq.control(null, 1, "1" as never), TypeError);
});

kqueueTest("the filters of a descriptor are independent", (kq) => {
  using pair = connectedPair();
  const fd = pair.server.fileno();
  pair.client.send(Buffer.from("abc"));
  const both = kq.control([kevent(fd, READ, ADD, 0, 0, 11), kevent(fd, WRITE, ADD, 0, 0, 22)], 4);
  const byFilter = new Map(both.map((event) => [event.filter, event]));
  assert.equal(both.length, 2);
  assert.deepEqual([byFilter.get(READ)?.udata, byFilter.get(WRITE)?.udata], [11, 22]);
  assert.equal(byFilter.get(READ)?.data, 3);
  assert.ok(byFilter.get(WRITE)!.data > 0);
  assert.deepEqual(filtersOf(kq.control([kevent(fd, READ, DELETE)], 4)), [[fd, WRITE]]);
  assert.deepEqual(filtersOf(kq.control([kevent(fd, WRITE, DELETE)], 4, 0)), []);
});

kqueueTest("with less room than events, the rest follows later", (kq) => {
  using pair = connectedPair();
  const fd = pair.client.fileno();
  kq.control([kevent(fd, WRITE, ADD | ONESHOT), kevent(pair.server, WRITE, ADD | ONESHOT)], 0);
  const events = [...kq.control(null, 1), ...kq.control(null, 1)];
  assert.deepEqual(new Set(events.map(({ ident }) => ident)), new Set([fd, pair.server.fileno()]));
  assert.deepEqual(kq.control(null, 1, 0), []);
});

kqueueTest("without room for events it only makes the changes and does not wait", (kq) => {
  using pair = connectedPair();
  assert.deepEqual(kq.control([kevent(pair.client, WRITE)], 0), []);
  assert.deepEqual(kq.control(null, 0), []);
  assert.equal(kq.control(null, 1).length, 1);
});

kqueueTest("a failed change is an event if there is room, otherwise an error", (kq) => {
  using pair = connectedPair();
  const fd = pair.client.fileno();
  failsWith("ENOENT", () => kq.control([kevent(fd, READ, DELETE)], 0));
  for (const flag of [DELETE, ENABLE, DISABLE]) {
    const [event] = kq.control([kevent(fd, READ, flag)], 1);
    assert.equal(event!.flags & ERROR, ERROR);
    assert.deepEqual([event!.ident, event!.filter, event!.data], [fd, READ, errno.ENOENT]);
  }
  const closed = openSync("/dev/null", "r");
  closeSync(closed);
  failsWith("EBADF", () => kq.control([kevent(closed)], 0));
  // The first error uses the only place; the change after it is still made.
  failsWith("EBADF", () =>
    kq.control([kevent(fd, READ, DELETE), kevent(fd, WRITE), kevent(closed)], 1),
  );
  const errors = kq.control([kevent(fd, READ, DELETE), kevent(closed)], 4);
  assert.deepEqual(
    errors.map(({ data }) => data),
    [errno.ENOENT, errno.EBADF],
  );
  assert.deepEqual(filtersOf(kq.control(null, 4)), [[fd, WRITE]]);
});

kqueueTest("EV_RECEIPT confirms every change, and leaves events for the next call", (kq) => {
  using pair = connectedPair();
  const fd = pair.client.fileno();
  const receipts = kq.control(
    [kevent(fd, WRITE, ADD | RECEIPT), kevent(fd, READ, DELETE | RECEIPT)],
    4,
  );
  assert.deepEqual(
    receipts.map((event) => [event.filter, event.flags & ERROR, event.data]),
    [
      [WRITE, ERROR, 0],
      [READ, ERROR, errno.ENOENT],
    ],
  );
  assert.deepEqual(filtersOf(kq.control(null, 4)), [[fd, WRITE]]);
});

kqueueTest("EV_EOF reports a hang-up, with the remaining data", (kq) => {
  using pair = connectedPair();
  kq.control([kevent(pair.server)], 0);
  pair.client.send(Buffer.from("last"));
  pair.client.close();
  for (let left = 4; left > 0; left--) {
    const events = kq.control(null, 4);
    const isEnded = (events[0]!.flags & EOF) !== 0;
    assert.equal(events[0]!.data, left);
    if (isEnded || left > 1) pair.server.recv(1);
  }
  const [event] = kq.control(null, 4);
  assert.deepEqual([event!.flags & EOF, event!.data], [EOF, 0]);
});

kqueueTest("a listener's data is the number of waiting connections", (kq) => {
  using listener = listen();
  kq.control([kevent(listener)], 0);
  using first = socket.socket();
  using second = socket.socket();
  first.connect(listener.getsockname());
  second.connect(listener.getsockname());
  assert.equal(kq.control(null, 1)[0]?.data, 2);
  listener.accept()[0].close();
  assert.equal(kq.control(null, 1)[0]?.data, 1);
});

kqueueTest("level, EV_CLEAR, EV_ONESHOT, EV_DISPATCH", (kq) => {
  using pair = connectedPair();
  const fd = pair.server.fileno();
  const ready = (flags: number): number => kq.control([kevent(fd, READ, flags)], 4, 0).length;
  const again = (): number => kq.control(null, 4, 0).length;
  pair.client.send(Buffer.from("x"));
  assert.deepEqual([kq.control([kevent(fd)], 4).length, again(), again()], [1, 1, 1]);
  kq.control([kevent(fd, READ, DELETE)], 0);

  assert.deepEqual([ready(ADD | CLEAR), again()], [1, 0]);
  pair.client.send(Buffer.from("y"));
  assert.deepEqual([kq.control(null, 4).length, again()], [1, 0]);
  kq.control([kevent(fd, READ, DELETE)], 0);

  assert.deepEqual([ready(ADD | ONESHOT), again()], [1, 0]);
  failsWith("ENOENT", () => kq.control([kevent(fd, READ, DELETE)], 0));

  assert.deepEqual([ready(ADD | DISPATCH), again(), ready(ENABLE), again()], [1, 0, 1, 0]);
});

kqueueTest("EV_DISABLE and EV_ENABLE; adding again changes and enables", (kq) => {
  using pair = connectedPair();
  const fd = pair.client.fileno();
  assert.equal(kq.control([kevent(fd, WRITE, ADD | DISABLE)], 4, 0).length, 0);
  assert.equal(kq.control([kevent(fd, WRITE, ENABLE)], 4, 0).length, 1);
  assert.equal(kq.control([kevent(fd, WRITE, DISABLE)], 4, 0).length, 0);
  const [event, ...others] = kq.control([kevent(fd, WRITE, ADD, 0, 0, 9)], 4, 0);
  assert.deepEqual([event?.udata, others], [9, []]);
});

kqueueTest(
  "a closed descriptor has no filters, and neither has a new one with its number",
  (kq) => {
    const first = socket.socket();
    kq.control([kevent(first), kevent(first, WRITE)], 0);
    const fd = first.fileno();
    first.close();
    assert.deepEqual(kq.control(null, 4, 0), []);
    failsWith("EBADF", () => kq.control([kevent(fd, READ, DELETE)], 0));
    using second = socket.socket();
    assert.equal(second.fileno(), fd);
    failsWith("ENOENT", () => kq.control([kevent(fd, READ, DELETE)], 0));
    failsWith("ENOENT", () => kq.control([kevent(fd, WRITE, ENABLE)], 0));
  },
);

kqueueTest("timers: once and repeatedly, and never early", (kq) => {
  const begun = performance.now();
  const [once] = kq.control([kevent(1, TIMER, ADD | ONESHOT, 0, 30, 5)], 4);
  assert.ok(performance.now() - begun >= 30);
  assert.deepEqual([once!.ident, once!.filter, once!.data, once!.udata], [1, TIMER, 1, 5]);
  kq.control([kevent(2, TIMER, ADD, 0, 5)], 0);
  let times = 0;
  while (times < 3) times += kq.control(null, 4)[0]!.data;
  assert.deepEqual(kq.control([kevent(2, TIMER, DELETE)], 0), []);
  assert.deepEqual(kq.control(null, 1, 0.01), []);
});

kqueueTest("a user event is returned when it is triggered", (kq) => {
  const trigger = select.KQ_NOTE_TRIGGER!;
  assert.deepEqual(kq.control([kevent(77, USER, ADD | CLEAR, 0, 0, 8)], 4, 0), []);
  const [event, ...others] = kq.control([kevent(77, USER, 0, trigger)], 4);
  assert.deepEqual([event!.ident, event!.filter, event!.udata, others], [77, USER, 8, []]);
  assert.deepEqual(kq.control(null, 4, 0), []);
  kq.control([kevent(77, USER, DELETE)], 0);
});

kqueueTest("an unknown filter is refused", (kq) => {
  failsWith("EINVAL", () => kq.control([kevent(1, 99)], 0));
});

kqueueTest("a kqueue can be watched itself, and is close-on-exec", (kq) => {
  using pair = connectedPair();
  using outer = select.kqueue!();
  assert.deepEqual(outer.control([kevent(kq)], 4, 0), []);
  kq.control([kevent(pair.client, WRITE)], 0);
  assert.deepEqual(filtersOf(outer.control(null, 4)), [[kq.fileno(), READ]]);
});

kqueueTest("timeouts never end early", (kq) => {
  for (const timeout of [0, 1e-9, 0.0004, 0.0103, 0.1]) {
    const begun = performance.now();
    assert.deepEqual(kq.control(null, 1, timeout), []);
    assert.ok(performance.now() - begun >= timeout * 1000);
  }
});

testUnless(skip)("fromfd shares, close closes, and the error after close says so", () => {
  using pair = connectedPair();
  const kq = select.kqueue!();
  const other = select.kqueue!.fromfd(kq.fileno());
  other.control([kevent(pair.client, WRITE)], 0);
  assert.equal(kq.control(null, 1).length, 1);
  const fd = kq.fileno();
  assert.deepEqual([kq.closed, other.closed], [false, false]);
  kq.close();
  kq.close();
  assert.equal(kq.closed, true);
  assert.throws(() => fstatSync(fd), /EBADF/u);
  failsWith("EBADF", () => other.control(null, 1, 0));
  failsWith("EBADF", () => {
    other.close();
  });
  for (const call of [() => kq.fileno(), () => kq.control(null, 1, 0)]) {
    assert.throws(call, /^RangeError: I\/O operation on closed kqueue object$/u);
  }
  assert.throws(() => select.kqueue!.fromfd("1" as never), TypeError);
});
