import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { getaddrinfo, getnameinfo } from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";

checkDescriptors();

const { NI_NAMEREQD, NI_NUMERICHOST, NI_NUMERICSERV } = socket;
const NUMERIC = NI_NUMERICHOST | NI_NUMERICSERV;

test("A12: getnameinfo returns the scope's name", () => {
  for (const [index, name] of socket.if_nameindex()) {
    const names = socket.getnameinfo(["fe80::1", 80, 0, index], NUMERIC);
    assert.deepEqual(names, [`fe80::1%${name}`, "80"]);
  }
});

test("A18: getnameinfo accepts only numeric hosts", () => {
  assert.deepEqual(socket.getnameinfo(["127.0.0.1", 80], NUMERIC), ["127.0.0.1", "80"]);
  assert.deepEqual(socket.getnameinfo(["::1", 80, 0, 0], NI_NUMERICHOST), ["::1", "http"]);
  assert.throws(() => socket.getnameinfo(["localhost", 80], NUMERIC), {
    name: "gaierror",
    errno: socket.EAI_NONAME,
  });
});

test("getnameinfo returns the system's names", () => {
  assert.deepEqual(socket.getnameinfo(["127.0.0.1", 80], 0), ["localhost", "http"]);
  assert.throws(() => socket.getnameinfo(["127.0.0.1", 80], NI_NUMERICHOST | NI_NAMEREQD), {
    name: "gaierror",
    code: "EAI_NONAME",
    syscall: "getnameinfo",
    address: "127.0.0.1",
  });
});

test("raw getnameinfo accepts any bytes and says why they are not an address", () => {
  for (const length of [0, 1, 2, 15, 16, 27, 28, 128]) {
    for (const byte of [0, 1, 2, 10, 255]) {
      const names = getnameinfo(new Uint8Array(length).fill(byte), NUMERIC);
      assert.ok(Array.isArray(names) || names.code !== 0);
    }
  }
  const found = getaddrinfo("127.0.0.1", "80", 0, 1, 0, 0);
  assert.ok(Array.isArray(found));
  assert.deepEqual(getnameinfo(found[0]![4], NUMERIC), ["127.0.0.1", "80"]);
});
