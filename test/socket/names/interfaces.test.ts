import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";

checkDescriptors();

test("A22: each interface's name maps to its number, and the number to its name", () => {
  const interfaces = socket.if_nameindex();
  assert.ok(interfaces.length > 0);
  for (const [index, name] of interfaces) {
    assert.ok(Number.isInteger(index) && index > 0);
    assert.equal(socket.if_nametoindex(name), index);
    assert.equal(socket.if_nametoindex(Buffer.from(name)), index);
    assert.equal(socket.if_indextoname(index), name);
  }
  const names = new Set(interfaces.map(([, name]) => name));
  for (const name of Object.keys(networkInterfaces())) assert.ok(names.has(name), name);
});

test("A22: an unknown name or number throws OSError", () => {
  for (const name of ["no-such", "", "x".repeat(16), "x".repeat(10_000)]) {
    assert.throws(() => socket.if_nametoindex(name), {
      name: "OSError",
      errno: null,
      message: "no interface with this name",
    });
  }
  for (const index of [0, 999_999, 2 ** 32 - 1]) {
    assert.throws(() => socket.if_indextoname(index), { code: "ENXIO", syscall: "if_indextoname" });
  }
  for (const index of [-1, 2 ** 32, 2 ** 32 + 1]) {
    assert.throws(() => socket.if_indextoname(index), RangeError);
  }
});
