import assert from "node:assert/strict";

import { test } from "vitest";

import type { SocketState } from "#internal/lab/events.js";
import { StateChanges } from "#internal/lab/state-changes.js";

const socket: SocketState = {
  process: "client",
  name: "client",
  isOpen: true,
  fd: 20,
  kind: "tcp",
  state: "CLOSE",
  receiveQueue: null,
  sendQueue: null,
  readiness: "OUT|HUP",
  error: "",
  local: "0.0.0.0:0",
  remote: "",
};
const connected: SocketState = {
  ...socket,
  state: "ESTABLISHED",
  readiness: "OUT",
  local: "127.0.0.1:50001",
  remote: "127.0.0.1:50002",
};
const orphan = { isOpen: false, fd: null, readiness: null };

/** What is shown for each step, with new parts in brackets. */
function shown(...steps: SocketState[][]): string[][] {
  const changes = new StateChanges();
  return steps.map((sockets) =>
    changes.of(sockets).map(({ name, parts }) => {
      const texts = parts.map(({ text, isNew }) => (isNew ? `[${text}]` : text));
      return `${name}: ${texts.join(" ")}`;
    }),
  );
}

test("a socket is shown when it appears, changes and is closed", () => {
  const full = { ...connected, receiveQueue: 5, sendQueue: 0, readiness: "IN|OUT" };
  const steps = shown([socket], [socket], [connected], [full], [connected], []);
  assert.deepEqual(steps, [
    ["client.client: [CLOSE] [poll OUT|HUP]"],
    [],
    ["client.client: [CLOSE → ESTABLISHED] [127.0.0.1:50001] [poll OUT]"],
    ["client.client: ESTABLISHED [Recv-Q 5] [poll IN|OUT]"],
    ["client.client: ESTABLISHED [poll OUT]"],
    ["client.client: [closed]"],
  ]);
});

test("a connection that the kernel keeps is shown, but not as closed when it ends", () => {
  const waiting = { ...connected, ...orphan, state: "TIME_WAIT" };
  const steps = shown([connected], [waiting], [socket, waiting]);
  assert.deepEqual(steps.slice(1), [
    ["client.client: [TIME_WAIT] [127.0.0.1:50001] [kept by the kernel]"],
    ["client.client: [CLOSE] [poll OUT|HUP]"],
  ]);
});

test("an accepted connection is not shown as closed", () => {
  const queued = { ...connected, ...orphan, process: null, name: "(not accepted)" };
  const [[first] = [], second] = shown([queued], [connected]);
  assert.match(first!, /^\(not accepted\): \[ESTABLISHED\]/u);
  assert.deepEqual(second, ["client.client: [ESTABLISHED] [127.0.0.1:50001] [poll OUT]"]);
});

test("a socket whose process sleeps shows no changes", () => {
  const asleep = { ...connected, readiness: null };
  assert.deepEqual(shown([connected], [asleep], [connected]).slice(1), [[], []]);
  const closing = { ...asleep, state: "CLOSE_WAIT" };
  const [, ending] = shown([asleep], [closing]);
  assert.deepEqual(ending, ["client.client: [ESTABLISHED → CLOSE_WAIT]"]);
});

test("a listener's limit and empty queues are omitted", () => {
  const listener = { ...socket, state: "LISTEN", receiveQueue: 0, sendQueue: 128, readiness: "" };
  assert.deepEqual(shown([listener]), [["client.client: [LISTEN] [poll —]"]]);
});
