import assert from "node:assert/strict";

import { afterAll, beforeAll, describe, test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { ask, search } from "../support/message.ts";
import { type Running, start } from "../support/programs.ts";
import { newSeed, randomFrom } from "../support/random.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const seed = newSeed();
const random = randomFrom(seed);
const BLOCK = "0123456789abcdef".repeat(64);

/** A client that keeps echoing numbered blocks and must not lose any. */
class Steady {
  readonly client: Client;
  #sent = 0;

  constructor(client: Client) {
    this.client = client;
  }

  /** Sends a block and waits for its echo. */
  async exchange(): Promise<void> {
    this.client.send(BLOCK);
    this.#sent++;
    const received = await this.client.receive(this.#sent * BLOCK.length);
    assert.equal(received.toString() === BLOCK.repeat(this.#sent), true);
  }
}

/** When a client of multiconn-server resets. */
const echoMoments: [title: string, before: (client: Client) => Promise<void>][] = [
  ["at once", async () => Promise.resolve()],
  [
    "after sending",
    async (client) => {
      client.send("Message");
      return Promise.resolve();
    },
  ],
  [
    "after an echo",
    async (client) => {
      client.send("Message");
      await client.receive(7);
    },
  ],
  [
    "with megabytes in flight",
    async (client) => {
      client.send("x".repeat(3_000_000));
      await client.receive(100_000);
    },
  ],
  [
    "while it does not read",
    async (client) => {
      client.socket.pause();
      client.send("x".repeat(1_000_000));
      return Promise.resolve();
    },
  ],
  [
    "after a half-close",
    async (client) => {
      client.send("x".repeat(100_000));
      client.end();
      await client.receive(1000);
    },
  ],
];

describe(`multiconn-server continues when a client resets (seed ${seed})`, () => {
  let server: Running;
  let bystander: Client;
  let steady: Steady;

  beforeAll(async () => {
    server = start("multiconn-server", HOST, 0);
    bystander = await Client.to(await server.port());
    steady = new Steady(bystander);
  });

  for (const [title, before] of echoMoments) {
    test(title, { timeout: 60_000 }, async () => {
      for (let i = 0; i < 5; i++) {
        await using client = await Client.to(await server.port());
        await before(client);
        await client.reset();
        await steady.exchange();
        const line = `Closing connection to ${client.address}\n`;
        await until(() => server.stdout.includes(line));
      }
      await using after = await Client.to(await server.port());
      await new Steady(after).exchange();
    });
  }

  afterAll(async () => {
    await using _ended = server;
    await using _left = bystander;
    assert.match(server.stdout, /^Error: \[Errno \d+\] Connection reset by peer$/mu);
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0, server.stderr);
  });
});

describe(`clients that reset (seed ${seed})`, { timeout: 60_000, concurrent: true }, () => {
  test("multiconn-server continues when many reset at random moments", async () => {
    await using server = start("multiconn-server", HOST, 0);
    const port = await server.port();
    await using bystander = await Client.to(port);
    const steady = new Steady(bystander);
    for (let round = 0; round < 4; round++) {
      const clients = await Promise.all(Array.from({ length: 25 }, () => Client.to(port)));
      for (const client of clients) client.send("x".repeat(Math.floor(random() * 20_000)));
      await Promise.all(
        clients.map(async (client) => {
          await client.receive(Math.floor(random() * 2));
          await client.reset();
        }),
      );
      await steady.exchange();
    }
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0, server.stderr);
  });

  test("app-server continues, whatever part of the request has arrived", async () => {
    await using server = start("app-server", HOST, 0);
    const port = await server.port();
    const request = search("morpheus");
    for (const count of [0, 1, 2, 3, 50, 105, 106, request.length - 1, request.length]) {
      await using client = await Client.to(port);
      client.send(request.subarray(0, count));
      await client.reset();
      await until(() => server.stdout.includes(`Closing connection to ${client.address}\n`));
      assert.equal(await ask(port, search("no")), `{"result": "No match for 'no'."}`);
    }
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0, server.stderr);
  });

  test("app-server continues when it cannot send its response", async () => {
    await using server = start("app-server", HOST, 0);
    const port = await server.port();
    await using client = await Client.to(port);
    client.socket.pause();
    const value = "x".repeat(8_000_000);
    client.send(search(value));
    await until(() => client.socket.writableLength === 0);
    await server.prints(/^Sending b'/mu);
    await client.reset();
    assert.equal(await ask(port, search("no")), `{"result": "No match for 'no'."}`);
    await until(() => server.stdout.includes(`Closing connection to ${client.address}\n`));
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0, server.stderr);
  });
});
