import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";

import { OSError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { askPython } from "../support/python.ts";
import { connectedPair } from "../support/sockets.ts";

checkDescriptors();

/** Returns a low descriptor that is not open. */
function closedDescriptor(): number {
  const fd = openSync("/dev/null", "r");
  closeSync(fd);
  return fd;
}

test("P1: anything but a descriptor is TypeError, a negative or huge one is RangeError", () => {
  for (const wrong of [
    "1",
    "a",
    1.5,
    NaN,
    null,
    undefined,
    {},
    true,
    1n,
    { fd: null },
    { fileno: 1 },
  ]) {
    const list = [wrong] as never[];
    assert.throws(() => select.select(list, [], [], 0), TypeError);
    assert.throws(() => select.select([], list, [], 0), TypeError);
    assert.throws(() => select.select([], [], list, 0), TypeError);
  }
  for (const fileno of [() => "1", () => 1.5, () => null]) {
    const wrong = { fileno } as never;
    assert.throws(() => select.select([wrong], [], [], 0), /fileno\(\) returned a non-integer/u);
  }
  for (const wrong of [-1, { fileno: () => -1 }, { fd: -1 }, 2 ** 31, 2 ** 60]) {
    assert.throws(() => select.select([wrong], [], [], 0), RangeError);
  }
  for (const wrong of [1, null, undefined, {}]) {
    assert.throws(
      () => select.select(wrong as never, [], [], 0),
      /arguments 1-3 must be sequences/u,
    );
  }
});

test("P1: an error in fileno() is thrown unchanged", () => {
  const failing = {
    fileno(): number {
      throw new RangeError("its own");
    },
  };
  assert.throws(() => select.select([failing], [], [], 0), /its own/u);
});

test("P2: a negative timeout, or one that is not a number of seconds, is refused", () => {
  for (const timeout of [-1, -1e-12, -Infinity, NaN, Infinity, 1e10]) {
    assert.throws(() => select.select([], [], [], timeout), RangeError);
  }
  assert.throws(() => select.select([], [], [], -1), /^RangeError: timeout must be non-negative$/u);
  for (const timeout of ["1", {}, true, 1n]) {
    assert.throws(() => select.select([], [], [], timeout as never), TypeError);
  }
  assert.deepEqual(select.select([], [], [], -0), [[], [], []]);
});

test("P3: a closed descriptor is EBADF", () => {
  const fd = closedDescriptor();
  failsWith("EBADF", () => select.select([fd], [], [], 0));
  failsWith("EBADF", () => select.select([], [fd], [], 0));
  failsWith("EBADF", () => select.select([], [], [fd], 0));
});

test("P4: a descriptor of FD_SETSIZE or above is refused, and more than FD_SETSIZE in a list", () => {
  assert.equal(select.FD_SETSIZE, 1024);
  for (const fd of [1024, 1025, 65_536, 1_000_000, 2 ** 31 - 1]) {
    assert.throws(
      () => select.select([fd], [], [], 0),
      /^RangeError: filedescriptor out of range in select\(\)$/u,
    );
  }
  using pair = connectedPair();
  const many = Array.from({ length: 1024 }, () => pair.client);
  assert.equal(select.select([], many, [], 0)[1].length, 1024);
  assert.throws(
    () => select.select([], [...many, pair.client], [], 0),
    /^RangeError: too many file descriptors in select\(\)$/u,
  );
});

test("P5: it returns three distinct arrays, even for three times the same list", () => {
  using pair = connectedPair();
  const list = [pair.client];
  const [readers, writers, exceptional] = select.select(list, list, list, 0);
  assert.deepEqual([readers, writers, exceptional], [[], [pair.client], []]);
  const all = select.select([], [], [], 0);
  for (const [index, array] of all.entries()) {
    assert.ok(Array.isArray(array));
    assert.ok(all.every((other, place) => place === index || other !== array));
  }
});

test("P6: it returns the same objects that were passed, from any iterable, as often as they were passed", () => {
  using pair = connectedPair();
  const { client, server } = pair;
  const inner = { fileno: () => client.fileno() };
  const likeNode = { fd: client.fileno() };
  const list = new Set([inner, likeNode, client, client.fileno()]);
  client.send(Buffer.from("x"));
  const [readers, writers] = select.select([server][Symbol.iterator](), list, new Set<number>());
  assert.equal(readers[0], server);
  assert.deepEqual(writers, [...list]);
  for (const [index, object] of [...list].entries()) assert.equal(writers[index], object);
  assert.deepEqual(select.select([server, server], [], [])[0], [server, server]);
});

test("P7: the lists may change during the call", () => {
  using pair = connectedPair();
  const list: select.FileObject[] = [];
  const shrinking = {
    fileno(): number {
      list.length = 0;
      return pair.client.fileno();
    },
  };
  list.push(shrinking, pair.server, pair.client);
  const [, writers] = select.select([], list, [], 0);
  assert.deepEqual(writers, [shrinking, pair.server, pair.client]);
  assert.equal(list.length, 0);

  const growing = {
    fileno(): number {
      list.push(growing);
      return pair.client.fileno();
    },
  };
  list.push(growing);
  assert.deepEqual(select.select([], list, [], 0)[1], [growing]);
});

test("select distinguishes the three kinds of readiness", () => {
  using pair = connectedPair();
  const { client, server } = pair;
  assert.deepEqual(select.select([server], [], [server], 0), [[], [], []]);
  client.send(Buffer.from("x"), socket.MSG_OOB);
  assert.deepEqual(select.select([], [], [server]), [[], [], [server]]);
  client.send(Buffer.from("y"));
  assert.deepEqual(select.select([server], [client], []), [[server], [client], []]);
});

test("select with a timeout never ends early", () => {
  for (const timeout of [1e-9, 0.0004, 0.0103, 0.1]) {
    const begun = performance.now();
    assert.deepEqual(select.select([], [], [], timeout), [[], [], []]);
    assert.ok(performance.now() - begun >= timeout * 1000);
  }
});

test("the constants have CPython's values", () => {
  const python = askPython(`
import json, select
print(json.dumps({name: value for name, value in vars(select).items() if isinstance(value, int)}))`);
  const ours = select as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(python as Record<string, number>)) {
    assert.equal(ours[name], value, name);
  }
});

test("every name of CPython's module exists", () => {
  const python = askPython(`
import json, select
print(json.dumps([name for name in dir(select) if not name.startswith("_")]))`);
  const ours = select as unknown as Record<string, unknown>;
  for (const name of python as string[]) assert.notEqual(ours[name], undefined, name);
  assert.equal(select.error, OSError);
});
