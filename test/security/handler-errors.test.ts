// A handler's error may contain what a peer sent; neither the peer nor the log may show it.

import assert from "node:assert/strict";

import { encodeMessage } from "bsd-sockets/messages";
import { test } from "vitest";

import { OBEYED } from "../support/attack.ts";
import { Serving } from "../support/serving.ts";

const EVIL = "x\n    at \u001b]0;owned\u0007\u009b31m (secret)";

const errors: Record<string, (value: string) => unknown> = {
  "as it is": (value) => new Error(value),
  "in a longer message": (value) => Object.assign(new Error(value), { message: `bad: ${value}` }),
  "without a message": (value) => Object.assign(new Error(value), { message: "" }),
  "as a string": (value) => value,
};

for (const [way, errorOf] of Object.entries(errors)) {
  test(`an error that contains a request ${way} appears neither in the log nor in the response`, () => {
    using serving = new Serving({}, ({ content }) => {
      throw errorOf(content as string);
    });
    const client = serving.connect();
    client.send(encodeMessage({ content: EVIL }));
    serving.until(() => client.received() === 1);
    assert.equal(client.error, "INTERNAL_ERROR");
    assert.doesNotMatch(JSON.stringify(client.contents), /secret/u);
    const [entry] = serving.log.filter(({ event }) => event === "handler failed");
    assert.doesNotMatch(entry!.detail!, OBEYED);
    // Removing an error's message leaves it in the stack.
    if (way !== "without a message") assert.doesNotMatch(entry!.detail!, /secret/u);
  });
}

/** Returns an error with a property that throws. */
function withGetter(name: string): Error {
  const error = new Error("secret");
  return Object.defineProperty(error, name, {
    get() {
      throw error;
    },
  });
}

const hostile: object = new Proxy(
  {},
  {
    getPrototypeOf() {
      throw hostile as Error;
    },
  },
);

for (const [what, thrown] of [
  ["an error whose stack throws", withGetter("stack")],
  ["an error whose name throws", Object.assign(withGetter("name"), { stack: "" })],
  ["an error whose message throws", withGetter("message")],
  ["an error without a stack", Object.assign(new Error("secret"), { stack: null })],
  ["an error whose name is a symbol", Object.assign(new Error(""), { name: Symbol("secret") })],
  ["a value that throws when it is inspected", hostile],
] as const) {
  test(`${what} causes an error response, and the server continues`, () => {
    using serving = new Serving({}, ({ content }) => {
      if (content === EVIL) throw thrown as Error;
      return { content };
    });
    const client = serving.connect();
    client.send(Buffer.concat([encodeMessage({ content: EVIL }), encodeMessage({ content: 1 })]));
    serving.until(() => client.received() === 2);
    assert.equal(client.messages[0]?.header["error"], "INTERNAL_ERROR");
    assert.equal(client.contents[1], 1);
    assert.equal(serving.count("handler failed"), 1);
  });
}
