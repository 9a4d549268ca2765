import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { answerOf, startPeer, unusedPort } from "../support/peers.ts";
import { type Running, start } from "../support/programs.ts";
import { until } from "../support/until.ts";

const HOST = "127.0.0.1";
const MESSAGES = ["Message 1 from client.", "Message 2 from client."];

/** Joins the payloads of the matching lines: a reply may come in pieces. */
function payload(lines: string[], pattern: RegExp): string {
  return lines.map((line) => pattern.exec(line)?.[1] ?? "").join("");
}

/** Checks a client's output, connection by connection. */
function checkClient(client: Running, port: number, count: number): void {
  const starts = client.lines.slice(0, count);
  const rest = client.lines.slice(count);
  const expected = Array.from(
    { length: count },
    (_, i) => `Starting connection ${i + 1} to ('${HOST}', ${port})`,
  );
  assert.deepEqual(starts, expected);
  let lines = 0;
  for (let id = 1; id <= count; id++) {
    const own = rest.filter((line) => new RegExp(` connection ${id}$`, "u").test(line));
    lines += own.length;
    assert.deepEqual(
      own.filter((line) => line.startsWith("Sending")),
      MESSAGES.map((text) => `Sending b'${text}' to connection ${id}`),
    );
    const received = /^Received b'(.*)' from connection \d+$/u;
    assert.equal(payload(own, received), MESSAGES.join(""));
    assert.equal(own.at(-1), `Closing connection ${id}`);
    assert.equal(own.filter((line) => line.startsWith("Closing")).length, 1);
  }
  assert.equal(lines, rest.length, "lines that belong to no connection");
}

/** Waits until a server has closed `count` connections: it notices later than its clients. */
async function closings(server: Running, count: number): Promise<void> {
  const isClosing = (line: string): boolean => line.startsWith("Closing connection to ");
  await until(() => server.lines.filter(isClosing).length >= count);
}

/** Checks a server's output, connection by connection. */
function checkServer(server: Running, port: number, count: number): void {
  const lines = server.lines.slice(1, -1);
  assert.equal(server.lines[0], `Listening on ('${HOST}', ${port})`);
  assert.equal(server.lines.at(-1), "Caught keyboard interrupt, exiting");
  const addresses = lines
    .map((line) => /^Accepted connection from (.*)$/u.exec(line)?.[1])
    .filter((address) => address !== undefined);
  assert.equal(new Set(addresses).size, count);
  let found = 0;
  for (const address of addresses) {
    const own = lines.filter((line) => line.endsWith(address));
    found += own.length;
    assert.equal(own[0], `Accepted connection from ${address}`);
    assert.equal(own.at(-1), `Closing connection to ${address}`);
    assert.equal(payload(own, /^Echoing b'(.*)' to .*$/u), MESSAGES.join(""));
  }
  assert.equal(found, lines.length, "lines that belong to no connection");
}

describe("multiconn", { concurrent: true }, () => {
  for (const count of [1, 2, 3, 25, 200]) {
    test(`${count} connections`, async () => {
      await using server = start("multiconn-server", HOST, 0);
      const port = await server.port();
      await using client = start("multiconn-client", HOST, port, count);
      assert.equal(await client.ends(), 0, client.stdout + client.stderr);
      checkClient(client, port, count);
      await closings(server, count);
      server.child.kill("SIGINT");
      assert.equal(await server.ends(), 0, server.stderr);
      checkServer(server, port, count);
      assert.equal(client.stderr + server.stderr, "");
    });
  }

  test("one server serves several clients at once", async () => {
    await using server = start("multiconn-server", HOST, 0);
    const port = await server.port();
    await using first = start("multiconn-client", HOST, port, 7);
    await using second = start("multiconn-client", HOST, port, 9);
    assert.deepEqual([await first.ends(), await second.ends()], [0, 0]);
    checkClient(first, port, 7);
    checkClient(second, port, 9);
    await closings(server, 16);
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0);
    checkServer(server, port, 16);
  });

  test("the client reports each refused connection", async () => {
    const port = await unusedPort();
    await using client = start("multiconn-client", HOST, port, 2);
    assert.equal(await client.ends(), 1);
    for (const id of [1, 2]) assert.ok(client.lines.includes(`Closing connection ${id}`));
    const refused = client.lines.filter((line) => /\[Errno \d+\] Connection refused$/u.test(line));
    assert.equal(refused.length, 2, client.stdout);
    assert.equal(client.stderr, "");
  });

  test("CPython's clients get megabytes back", async () => {
    await using server = start("multiconn-server", HOST, 0);
    const size = 1_500_000;
    await using client = startPeer("echo_client", await server.port(), 2, size, size);
    assert.deepEqual(await answerOf(client), [true, true]);
  });

  test("CPython's clients get their bytes back when they send byte by byte", async () => {
    await using server = start("multiconn-server", HOST, 0);
    await using client = startPeer("echo_client", await server.port(), 10, 500, 1);
    assert.deepEqual(await answerOf(client), Array(10).fill(true));
  });

  for (const piece of [1024, 1]) {
    test(`CPython's server echoes to the client, ${piece} bytes at a time`, async () => {
      await using server = startPeer("echo_server", 5, piece);
      const port = await server.port();
      await using client = start("multiconn-client", HOST, port, 5);
      assert.equal(await client.ends(), 0, client.stdout + client.stderr);
      checkClient(client, port, 5);
      assert.equal(await server.ends(), 0);
    });
  }
});
