// A handler's error may hold what a peer sent: neither the peer nor the log is told what is in it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeMessage } from "bsd-sockets/messages";

import { OBEYED } from "../support/attack.ts";
import { Serving } from "../support/serving.ts";

const EVIL = "x\n    at \u001b]0;owned\u0007\u009b31m (secret)";

const errors: Record<string, (value: string) => unknown> = {
  "as it is": (value) => new Error(value),
  "in a message of its own": (value) =>
    Object.assign(new Error(value), { message: `bad: ${value}` }),
  "without a message": (value) => Object.assign(new Error(value), { message: "" }),
  "as a string": (value) => value,
};

for (const [way, errorOf] of Object.entries(errors)) {
  test(`an error that holds a request ${way} is no line of the log, nor of the answer`, () => {
    using serving = new Serving({}, ({ content }) => {
      throw errorOf(content as string);
    });
    const client = serving.connect();
    client.send(encodeMessage({ content: EVIL }));
    serving.until(() => client.received() === 1);
    assert.equal(client.error, "INTERNAL_ERROR");
    assert.doesNotMatch(JSON.stringify(client.contents), /secret/u);
    const [entry] = serving.log.filter(({ event }) => event === "the handler failed");
    assert.doesNotMatch(entry!.detail!, OBEYED);
    // Whoever takes an error's message away leaves it in the stack.
    if (way !== "without a message") assert.doesNotMatch(entry!.detail!, /secret/u);
  });
}
