import assert from "node:assert/strict";

import { test } from "vitest";

import { listeningOf } from "#internal/diagram/listening.js";

import { addressText, makeCall } from "../support/calls.ts";

const socket = makeCall("socket(AF_INET, SOCK_STREAM)", { result: 3 });
const listen = makeCall("listen(3, 128)");

test("a server listens at its bound address, once it calls listen", () => {
  const bind = makeCall(`bind(3, ${addressText(5000)})`);
  assert.equal(listeningOf([socket, bind]), null);
  assert.deepEqual(listeningOf([socket, bind, listen]), { host: "127.0.0.1", port: "5000" });
  const failed = { result: -1, errno: "EADDRINUSE" };
  assert.equal(listeningOf([socket, makeCall(`bind(3, ${addressText(5000)})`, failed)]), null);
});

test("a port that the kernel chose is known once the server has asked for it", () => {
  const bind = makeCall(`bind(3, ${addressText(0)})`);
  assert.equal(listeningOf([socket, bind, listen]), null);
  const named = makeCall(`getsockname(3, ${addressText(5001)})`);
  assert.equal(listeningOf([socket, bind, listen, named])?.port, "5001");
});

test("a datagram server need not listen", () => {
  const datagrams = makeCall("socket(AF_INET, SOCK_DGRAM)", { result: 3 });
  const bind = makeCall(`bind(3, ${addressText(5000)})`);
  assert.equal(listeningOf([datagrams, bind])?.port, "5000");
});

test("a wildcard address is reached at this machine", () => {
  const any = addressText(5000).replace("127.0.0.1", "0.0.0.0");
  assert.equal(listeningOf([socket, makeCall(`bind(3, ${any})`), listen])?.host, "127.0.0.1");
  const six =
    'bind(3, {sa_family=AF_INET6, sin6_port=htons(5000), inet_pton(AF_INET6, "::", &sin6_addr)}, 28)';
  assert.deepEqual(listeningOf([socket, makeCall(six), listen]), { host: "::1", port: "5000" });
});
