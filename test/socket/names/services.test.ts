import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";

checkDescriptors();

test("A23: services and protocols, by name and by port", () => {
  assert.equal(socket.getservbyname("http"), 80);
  assert.equal(socket.getservbyname("domain", "udp"), 53);
  assert.equal(socket.getservbyport(80), "http");
  assert.equal(socket.getservbyport(80, "tcp"), "http");
  assert.equal(socket.getprotobyname("tcp"), socket.IPPROTO_TCP);
  assert.equal(socket.getprotobyname("udp"), socket.IPPROTO_UDP);
});

test("A23: unknown services and protocols throw OSError without errno", () => {
  const { getprotobyname, getservbyname, getservbyport } = socket;
  for (const [call, message, syscall] of [
    [() => getservbyname("no-such"), "service/proto not found", "getservbyname"],
    [() => getservbyname("http", "no-such"), "service/proto not found", "getservbyname"],
    [() => getservbyport(65535), "port/proto not found", "getservbyport"],
    [() => getservbyport(80, "no-such"), "port/proto not found", "getservbyport"],
    [() => getprotobyname("no-such"), "protocol not found", "getprotobyname"],
  ] as const) {
    assert.throws(call, { name: "OSError", errno: null, message, syscall });
  }
});

test("A23: a port is 0 to 65535", () => {
  for (const port of [-1, 65536, 2 ** 40]) {
    assert.throws(() => socket.getservbyport(port), {
      name: "RangeError",
      message: "getservbyport: port must be 0-65535.",
    });
  }
  for (const port of [80.5, NaN, Infinity, "80"]) {
    assert.throws(() => socket.getservbyport(port as never), TypeError);
  }
});
