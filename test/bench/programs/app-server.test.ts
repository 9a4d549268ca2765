import assert from "node:assert/strict";

import { afterAll, beforeAll, describe, test } from "vitest";

import { nodeProgram, pythonProgram } from "#internal/bench/commands.js";
import type { Server } from "#internal/bench/processes.js";
import { startQuietServer } from "#internal/bench/quiet-server.js";

import { Client } from "../../support/client.ts";

// Its output is discarded, so it cannot report that it listens.
async function clientOf(server: Server): Promise<Client> {
  for (;;) {
    try {
      return await Client.to(server.port);
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ECONNREFUSED");
    }
  }
}

function messageOf(type: string, encoding: string, content: Buffer): Buffer {
  const header = Buffer.from(
    JSON.stringify({
      byteorder: "little",
      "content-type": type,
      "content-encoding": encoding,
      "content-length": content.length,
    }),
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(header.length);
  return Buffer.concat([length, header, content]);
}

function json(request: object): Buffer {
  return messageOf("text/json", "utf-8", Buffer.from(JSON.stringify(request)));
}

const binary = "binary/custom-client-binary-type";
const requests: [title: string, request: Buffer][] = [
  ["a search for morpheus", json({ action: "search", value: "morpheus" })],
  ["a search for ring", json({ action: "search", value: "ring" })],
  ["a search for a dog", json({ action: "search", value: "🐶" })],
  ["a search for an unknown value", json({ action: "search", value: "ﷺ needle" })],
  ["another action", json({ action: "nope", value: "morpheus" })],
  [
    "a search in UTF-16",
    messageOf(
      "text/json",
      "utf-16le",
      Buffer.from('{"action":"search","value":"ring"}', "utf16le"),
    ),
  ],
  ["a short binary request", messageOf(binary, "binary", Buffer.from("binary"))],
  ["a long binary request", messageOf(binary, "binary", Buffer.alloc(300_000, "0123456789abcdef"))],
];

describe("app-server in Python and the tutorial's", () => {
  const servers: Server[] = [];

  beforeAll(async () => {
    servers.push(await startQuietServer(pythonProgram("app-server")));
    servers.push(await startQuietServer(nodeProgram("../../tutorial/app-server")));
  });

  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  async function answerOf(server: Server, request: Buffer): Promise<string> {
    await using client = await clientOf(server);
    client.send(request);
    return (await client.receiveAll()).toString("latin1");
  }

  for (const [title, request] of requests) {
    test(`respond equally: ${title}`, async () => {
      const [python, ours] = await Promise.all(servers.map((server) => answerOf(server, request)));
      assert.match(python!, /"content-length": \d+\}(?:\{"result"|First 10 bytes)/u);
      assert.equal(ours, python);
    });
  }
});
