// The error names the option that expired. Timeouts are short if they must expire, and long
// otherwise.

import assert from "node:assert/strict";

import {
  ClientClosedError,
  type ClientOptions,
  encodeMessage,
  MessageClient,
} from "bsd-sockets/messages";
import { TimeoutError } from "bsd-sockets/errors";
import { describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { ScriptedServer, type Step } from "../../support/scripted-server.ts";
import { fullListener } from "../../support/sockets.ts";

checkDescriptors();

const options = { timeout: 120_000 };
const answer = encodeMessage({ content: { result: "x".repeat(1000) } });
const ask = { content: "?" };

/** Checks that a call fails because of a timeout. */
function runsOut(name: string, call: () => unknown): void {
  assert.throws(call, (error) => {
    assert.ok(error instanceof TimeoutError, String(error));
    assert.equal(error.errno, null);
    assert.match(error.message, new RegExp(`^${name}: `, "u"));
    return true;
  });
}

async function check(name: string, times: ClientOptions, steps: readonly Step[]): Promise<void> {
  await using server = await ScriptedServer.start([steps]);
  using client = MessageClient.connect(server.address, times);
  runsOut(name, () => client.request(ask));
  assert.throws(() => client.request(ask), ClientClosedError);
}

describe("a response that does not arrive", options, () => {
  test("idleTimeout: nothing at all", async () => {
    await check("idleTimeout", { idleTimeout: 0.05 }, [["hold"]]);
  });

  test("idleTimeout: a part, and then nothing", async () => {
    await check("idleTimeout", { idleTimeout: 0.2, requestTimeout: Infinity }, [
      ["receive", 1],
      ["send", answer.subarray(0, 100)],
      ["hold"],
    ]);
  });

  test("requestTimeout: a byte now and then", async () => {
    await check("requestTimeout", { idleTimeout: 50, requestTimeout: 0.2 }, [
      ["receive", 1],
      ["dribble", answer, 0.01],
    ]);
  });

  test("requestTimeout: no byte at all, without an idleTimeout", async () => {
    await check("requestTimeout", { idleTimeout: Infinity, requestTimeout: 0.1 }, [["hold"]]);
  });

  test("with both infinite, it waits", async () => {
    const times = { idleTimeout: Infinity, requestTimeout: Infinity, connectTimeout: Infinity };
    await using server = await ScriptedServer.start([
      [
        ["receive", 1],
        ["dribble", encodeMessage({ content: 1 }), 0.001],
      ],
    ]);
    using client = MessageClient.connect(server.address, { ...times, attemptTimeout: Infinity });
    assert.equal(client.request(ask).content, 1);
  });

  test("the timeout starts anew for each request of a pipeline", async () => {
    await using server = await ScriptedServer.start([
      [
        ["echo", 2],
        ["receive", 1],
        ["dribble", answer, 0.01],
      ],
    ]);
    using client = MessageClient.connect(server.address, { requestTimeout: 2 });
    const contents: unknown[] = [];
    runsOut("requestTimeout", () => {
      for (const { content } of client.requests([1, 2, 3].map((content) => ({ content }))))
        contents.push(content);
    });
    assert.deepEqual(contents, [1, 2]);
  });
});

describe("a server whose queue is full", options, () => {
  test("attemptTimeout and connectTimeout", () => {
    using full = fullListener();
    runsOut("attemptTimeout", () => MessageClient.connect(full.address, { attemptTimeout: 0.05 }));
    runsOut("connectTimeout", () => MessageClient.connect(full.address, { connectTimeout: 0.05 }));
  });
});
