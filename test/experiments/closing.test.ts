// What Linux does, seen through this package: how connections end, and who learns what of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { checkDescriptors } from "../support/descriptors.ts";
import { eventsOf, needsLinux as skip, stateOf } from "../support/kernel.ts";
import { connectedPair } from "../support/sockets.ts";

checkDescriptors();

const TEXT = Buffer.from("text");

test("experiment 26: close sends nothing while a dup lives", { skip }, () => {
  using pair = connectedPair();
  const { client, server } = pair;
  const copy = client.dup();
  client.close();
  copy.send(TEXT);
  assert.equal(String(server.recv(99)), "text");
  assert.deepEqual([stateOf(server), eventsOf(server)], ["ESTABLISHED", "OUT"]);
  copy.close();
  assert.equal(String(server.recv(99)), "");
  assert.equal(stateOf(server), "CLOSE_WAIT");
});
