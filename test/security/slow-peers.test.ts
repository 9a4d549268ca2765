// Slow peers: the server never waits forever, at whatever stage they stop.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, describe, test } from "vitest";

import { frame, members, request, serve } from "../support/attack.ts";
import { Client } from "../support/client.ts";
import type { Running } from "../support/programs.ts";
import { until } from "../support/until.ts";

const CONTENT = '{"action":"search","value":"ring"}';
const TRICKLE = 20;

const times = ["header", "request", "idle", "write"].flatMap((name) => [`--${name}-timeout`, 3]);

// In parallel, so that they wait only once; long enough for a busy machine to send the bytes.
describe("the server disconnects a peer that", { concurrent: true, timeout: 60_000 }, () => {
  let server: Running;
  let port: number;
  beforeAll(async () => {
    server = serve(...times, "--linger-timeout", 1, "--verbose");
    port = await server.port();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const stages: Record<string, [sent: Uint8Array, answer: RegExp]> = {
    "sends nothing": [Buffer.alloc(0), /^$/u],
    "sends half of the length": [Buffer.of(0), /HEADER_TIMEOUT/u],
    "sends only the length": [Buffer.of(0, 100), /HEADER_TIMEOUT/u],
    "sends half of the header": [frame(`{${members(34)}}`).subarray(0, 40), /HEADER_TIMEOUT/u],
    "sends only the header": [frame(`{${members(34)}}`), /REQUEST_TIMEOUT/u],
    "sends everything except the last byte": [request(CONTENT).subarray(0, -1), /REQUEST_TIMEOUT/u],
    "is silent after its request": [request(CONTENT), /Misty Mountains[^{]*\}$/u],
  };
  for (const [what, [sent, answer]] of Object.entries(stages)) {
    test(what, async () => {
      await using client = await Client.to(port);
      client.send(sent);
      assert.match((await client.receiveAll()).toString(), answer);
    });
  }

  test("sends byte after byte, each in time", async () => {
    await using client = await Client.to(port);
    for (const byte of frame(`{${members(2 ** 20)}}`, Buffer.alloc(2 ** 20))) {
      if (client.isEnded) break;
      client.send(Buffer.of(byte));
      await sleep(TRICKLE);
    }
    assert.match((await client.receiveAll()).toString(), /(?:HEADER|REQUEST)_TIMEOUT/u);
  });

  test("reads none of its responses", async () => {
    await using client = await Client.to(port);
    client.socket.pause();
    const long = request(JSON.stringify({ action: "search", value: "x".repeat(2 ** 20 - 64) }));
    client.send(Buffer.concat(Array<Buffer>(8).fill(long)));
    await until(() => server.stderr.includes(`closed ${client.address}`));
  });
});
