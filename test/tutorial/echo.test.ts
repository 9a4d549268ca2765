import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { answerOf, startPeer, unusedPort } from "../support/peers.ts";
import { start } from "../support/programs.ts";

checkDescriptors();

describe("echo", { concurrent: true }, () => {
  test("server and client print what the tutorial shows", async () => {
    await using server = start("echo-server", "127.0.0.1", 0);
    const port = await server.port();
    await using client = start("echo-client", "127.0.0.1", port);
    assert.equal(await client.ends(), 0);
    assert.equal(client.stdout, "Received b'Hello, world'\n");
    assert.equal(await server.ends(), 0);
    assert.match(
      server.stdout,
      /^Listening on \('127\.0\.0\.1', \d+\)\nConnected by \('127\.0\.0\.1', \d+\)\n$/u,
    );
    assert.equal(server.stderr + client.stderr, "");
  });

  test("the server prints its client's address", async () => {
    await using server = start("echo-server", "127.0.0.1", 0);
    await using client = await Client.to(await server.port());
    const [, port] = await server.prints(/^Connected by \('127\.0\.0\.1', (\d+)\)$/mu);
    assert.equal(Number(port), client.port);
    client.end();
    assert.equal(await server.ends(), 0);
  });

  test("the client fails if nobody listens", async () => {
    await using client = start("echo-client", "127.0.0.1", await unusedPort());
    assert.equal(await client.ends(), 1);
    assert.equal(client.stdout, "");
    assert.match(client.stderr, /^ConnectionRefusedError: \[Errno \d+\] Connection refused$/mu);
  });

  test("CPython's client gets its bytes back", async () => {
    await using server = start("echo-server", "127.0.0.1", 0);
    const size = 4_000_000;
    await using client = startPeer("echo_client", await server.port(), 1, size, size);
    assert.deepEqual(await answerOf(client), [true]);
    assert.equal(await server.ends(), 0);
  });

  test("CPython's client gets its bytes back when it sends byte by byte", async () => {
    await using server = start("echo-server", "127.0.0.1", 0);
    await using client = startPeer("echo_client", await server.port(), 1, 2000, 1);
    assert.deepEqual(await answerOf(client), [true]);
    assert.equal(await server.ends(), 0);
  });

  test("CPython's server echoes to the client", async () => {
    await using server = startPeer("echo_server", 1, 1024);
    await using client = start("echo-client", "127.0.0.1", await server.port());
    assert.equal(await client.ends(), 0);
    assert.equal(client.stdout, "Received b'Hello, world'\n");
    assert.equal(await server.ends(), 0);
  });

  test("the server fails when its client resets", async () => {
    await using server = start("echo-server", "127.0.0.1", 0);
    await using client = await Client.to(await server.port());
    await server.prints(/^Connected by/mu);
    await client.reset();
    assert.equal(await server.ends(), 1);
    assert.match(server.stderr, /^ConnectionResetError: \[Errno \d+\] Connection reset by peer$/mu);
  });
});
