// Peers that provoke log lines can neither fill a disk nor block the server.

import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { describe, test } from "vitest";
import { lineWriter } from "#internal/messages/server/line-writer.js";

import { frame, members, serve } from "../support/attack.ts";
import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";

checkDescriptors();

/** The longest header, of a character that the log shows as four. */
const LONG = frame(`{${members(0, "\u007f".repeat(3900))}}`);
const LONGEST_LINE = 600;
const MANY = 1000;

describe("the log", { timeout: 60_000 }, () => {
  test("drops lines when nobody reads, and reports how many when somebody reads again", () => {
    const [reader, writer] = socket.socketpair();
    const write = lineWriter(writer.fileno());
    for (let i = 0; i < MANY; i++) write(`line ${i} ${"é".repeat(3000)}`);
    reader.setblocking(false);
    const readAll = (): string => {
      const parts: Buffer[] = [];
      // The pipe is empty, so the worker is blocked by now.
      failsWith("EAGAIN", () => {
        for (;;) parts.push(reader.recv(65_536));
      });
      return Buffer.concat(parts).toString();
    };
    const lines = readAll().split("\n").slice(0, -1);
    assert.ok(lines.length > 0 && lines.length < MANY);
    for (const [i, line] of lines.entries()) {
      assert.ok(line.startsWith(`line ${i} éé`) && line.endsWith("é…"));
      assert.ok(Buffer.byteLength(line) < 4096);
    }
    write("the next");
    assert.equal(readAll(), `… ${MANY - lines.length} lines lost\nthe next\n`);
    reader.close();
    writer.close();
  });

  test("is not an error when its reader has gone", () => {
    const [reader, writer] = socket.socketpair();
    reader.close();
    const write = lineWriter(writer.fileno());
    for (let i = 0; i < 3; i++) write("to nobody");
    writer.close();
  });

  test("has short lines, whatever a peer sends", async () => {
    await using server = serve();
    const port = await server.port();
    await using client = await Client.to(port);
    client.send(LONG);
    client.end();
    await client.receiveAll();
    server.child.kill("SIGTERM");
    assert.equal(await server.ends(), 0);
    const lengths = server.stderr.split("\n").map((line) => line.length);
    assert.match(server.stderr, /UNSUPPORTED_TYPE/u);
    assert.ok(Math.max(...lengths) <= LONGEST_LINE, String(lengths));
  });
});
