import assert from "node:assert/strict";

import { test } from "vitest";

import { noteText } from "#internal/diagram/row-text.js";
import { StateHistory } from "#internal/diagram/states.js";

import { makeCall } from "../support/calls.ts";

const listening = { fd: 3, state: "LISTEN" };
const established = { fd: 4, state: "ESTABLISHED" };

function notes(history: StateHistory, ...told: Parameters<typeof makeCall>): string[] {
  return history
    .notesOf(makeCall(...told))
    .map((note) => noteText(note) + (note.hasChanged ? "!" : ""));
}

test("a call shows its descriptor's state, and whether it changed", () => {
  const history = new StateHistory();
  const closed = [{ fd: 3, state: "CLOSE" }];
  assert.deepEqual(notes(history, "socket(AF_INET)", { result: 3, states: closed }), [
    "fd 3 CLOSE!",
  ]);
  assert.deepEqual(notes(history, "bind(3)", { states: closed }), ["fd 3 CLOSE"]);
  assert.deepEqual(notes(history, "listen(3)", { states: [listening] }), ["fd 3 CLOSE → LISTEN!"]);
});

test("accept() shows the new descriptor's state", () => {
  const history = new StateHistory();
  notes(history, "listen(3)", { states: [listening] });
  const states = [listening, established];
  assert.deepEqual(notes(history, "accept4(3)", { result: 4, states }), ["fd 4 ESTABLISHED!"]);
  assert.deepEqual(notes(history, "accept4(3)", { result: -1, errno: "EAGAIN", states }), [
    "fd 3 LISTEN",
  ]);
});

test("a call shows the changes of all descriptors, its own first", () => {
  const history = new StateHistory();
  notes(history, "listen(3)", { states: [listening, established] });
  const states = [{ fd: 4, state: "CLOSE_WAIT" }, listening].reverse();
  assert.deepEqual(notes(history, "accept4(3)", { result: -1, errno: "EAGAIN", states }), [
    "fd 3 LISTEN",
    "fd 4 ESTABLISHED → CLOSE_WAIT!",
  ]);
  assert.deepEqual(notes(history, "epoll_wait(9)", { states }), []);
});

test("a closed descriptor is shown as closed, and its number starts anew", () => {
  const history = new StateHistory();
  notes(history, "recvfrom(4)", { states: [established] });
  assert.deepEqual(notes(history, "close(4)", { states: [] }), ["fd 4 closed!"]);
  assert.deepEqual(notes(history, "accept4(3)", { result: 4, states: [established] }), [
    "fd 4 ESTABLISHED!",
  ]);
});

test("the same number is another descriptor in another process", () => {
  const history = new StateHistory();
  notes(history, "listen(3)", { process: 1, states: [listening] });
  assert.deepEqual(notes(history, "listen(3)", { process: 2, states: [listening] }), [
    "fd 3 LISTEN!",
  ]);
});

test("nothing is shown if no states were recorded", () => {
  assert.deepEqual(notes(new StateHistory(), "close(3)"), []);
});
