// The package's own client and server.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MessageClient, request, RequestError } from "bsd-sockets/messages";
import { afterAll, describe, test } from "vitest";

import { command, outcomeOf } from "../../support/command.ts";
import { checkDescriptors } from "../../support/descriptors.ts";

checkDescriptors();

const options = { timeout: 120_000 };
const RING = "In the caves beneath the Misty Mountains. \u{1f48d}";
const ask = { content: { action: "search", value: "ring" } };
const folder = mkdtempSync(join(tmpdir(), "serve-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the client and bsd-sockets serve", options, () => {
  test("a pipeline of ten thousand requests, half of them binary", async () => {
    await using server = command("serve", "127.0.0.1", 0);
    using client = MessageClient.connect(["127.0.0.1", await server.port()]);
    const numbers = Array.from({ length: 10_000 }, (_, number) => number);
    const requests = numbers.map((number) =>
      number % 2 === 0
        ? { content: { action: "search", value: number } }
        : { content: Buffer.from(`${number}`) },
    );
    let number = 0;
    for (const { content } of client.requests(requests)) {
      if (number % 2 === 0) assert.deepEqual(content, { result: `No match for '${number}'.` });
      else assert.equal(String(content), `First 10 bytes of request: ${number}`);
      number += 1;
    }
    assert.equal(number, 10_000);
  });

  test("large requests in a pipeline, with a half-close after the last", async () => {
    await using server = command("serve", "127.0.0.1", 0);
    using client = MessageClient.connect(["127.0.0.1", await server.port()]);
    const requests = Array.from({ length: 30 }, () => ({ content: Buffer.alloc(1_000_000, "z") }));
    const responses = [...client.requests(requests, { finish: true })];
    assert.equal(responses.length, 30);
    for (const { content } of responses) {
      assert.equal(String(content), "First 10 bytes of request: zzzzzzzzzz");
    }
  });

  test("a request that is too long for the server throws RequestError", async () => {
    await using server = command("serve", "127.0.0.1", 0, "--content-length", 100_000);
    const address = ["127.0.0.1", await server.port()] as const;
    assert.throws(
      () => request(address, { content: Buffer.alloc(2 ** 20) }),
      (error) => error instanceof RequestError && error.code === "CONTENT_TOO_LONG",
    );
    assert.deepEqual(request(address, ask).content, { result: RING });
  });

  test("over a path, with the command", async () => {
    const path = join(folder, "socket");
    await using server = command("serve", "--unix", path);
    await server.prints(/^Listening on /mu);
    assert.deepEqual(request(path, ask).content, { result: RING });
    const outcome = await outcomeOf(
      command("request", "--unix", path, "search", "ring", "--repeat", 100),
    );
    assert.deepEqual([outcome.status, outcome.stdout], [0, `${RING}\n`.repeat(100)]);
  });
});
