import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";

import { describe, test } from "vitest";

import { startPeer } from "../support/peers.ts";
import { root, Running } from "../support/programs.ts";

const COMMAND = [process.execPath, `${root}dist/cli/main.js`, "tour"] as const;
const COLUMNS = 101;

describe("the tour", { timeout: 60_000, concurrent: true }, () => {
  test("labels its lines without a terminal", async () => {
    const [node, ...words] = COMMAND;
    await using tour = new Running(node, words);
    assert.equal(await tour.ends(), 0, tour.stderr);
    assert.equal(tour.stderr, "");
    for (const line of [
      /^server \| Connected by \('127\.0\.0\.1', \d+\)$/mu,
      /^client \| Received b'Hello, world'$/mu,
      /^client \| Closing connection 2$/mu,
      /^client \| Got result: 🐾 Playing ball! 🏐$/mu,
      /^client \| Got response: b'First 10 bytes of request: binary\\xf0\\x9f\\x98\\x83'$/mu,
      /^server \| Caught keyboard interrupt, exiting$/mu,
    ]) {
      assert.match(tour.stdout, line);
    }
    assert.equal(tour.stdout.match(/^\d\. /gmu)?.length, 3);
    // No escape sequences, no frames.
    assert.equal(stripVTControlCharacters(tour.stdout), tour.stdout);
    assert.ok(!tour.stdout.includes("│"));
  });

  test("shows two columns in a terminal", async () => {
    await using terminal = startPeer("in_terminal", COLUMNS, { command: COMMAND });
    assert.equal(await terminal.ends(), 0, terminal.stdout);
    const lines = stripVTControlCharacters(terminal.stdout).split(/\r?\n/u);
    const width = (COLUMNS - 3) / 2;
    const servers = lines.filter((line) => line.startsWith("Listening on"));
    assert.equal(servers.length, 3);
    for (const line of servers) assert.equal(line.indexOf(" │"), width);
    const received = lines.find((line) => line.includes("Received b'Hello, world'"));
    assert.equal(received, `${" ".repeat(width)} │ Received b'Hello, world'`);
    assert.doesNotMatch(terminal.stdout, /^(?:server|client) \|/mu);
  });

  test("labels its lines in a narrow terminal", async () => {
    await using terminal = startPeer("in_terminal", 40, { command: COMMAND });
    assert.equal(await terminal.ends(), 0, terminal.stdout);
    assert.match(terminal.stdout, /^client \| Received b'Hello, world'\r$/mu);
  });
});
