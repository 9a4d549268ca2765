import assert from "node:assert/strict";

import { SHUT_WR, SO_RCVBUF, SOL_SOCKET, type Socket, socket } from "bsd-sockets/socket";
import { BlockingIOError } from "bsd-sockets/errors";
import { describe, test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { needsProc, queuesOf, untilAsleep } from "../support/process-state.ts";
import { start } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const RECORD = 10;

/** Numbered records show where one was lost or duplicated. */
function numbered(bytes: number): Buffer {
  const records = Math.floor(bytes / RECORD);
  let text = "";
  for (let i = 0; i < records; i++) text += `${String(i).padStart(RECORD - 1, "0")}\n`;
  return Buffer.from(text);
}

/** Returns the result of a call on a non-blocking socket, or null if it would block. */
function attempt<Result>(call: () => Result): Result | null {
  try {
    return call();
  } catch (error) {
    if (error instanceof BlockingIOError) return null;
    throw error;
  }
}

function connected(port: number, receiveBuffer: number): Socket {
  const sock = socket();
  sock.setsockopt(SOL_SOCKET, SO_RCVBUF, receiveBuffer);
  sock.connect([HOST, port]);
  sock.setblocking(false);
  return sock;
}

describe("half-close", { timeout: 60_000 }, () => {
  test("multiconn-server echoes data that is still in flight", async () => {
    await using server = start("multiconn-server", HOST, 0);
    const port = await server.port();
    for (const bytes of [0, 10, 1020, 1030, 500_000]) {
      await using client = await Client.to(port);
      const data = numbered(bytes);
      client.send(data);
      client.end();
      assert.equal(Buffer.compare(await client.receiveAll(), data), 0);
      assert.equal(client.error, undefined);
    }
  });

  testUnless(needsProc)(
    "a slow reader gets everything, even if the server's send buffer was full",
    async () => {
      await using server = start("multiconn-server", HOST, 0);
      const port = await server.port();
      using sock = connected(port, 4096);
      const [, clientPort] = sock.getsockname() as [string, number];
      const data = numbered(16_000_000);

      // Sends until everything is full: the server cannot send, so it does not receive either.
      let sent = 0;
      for (let quiet = 0; quiet < 2;) {
        const count = attempt(() => sock.send(data.subarray(sent, sent + 65536)));
        if (count !== null) {
          sent += count;
          quiet = 0;
        } else {
          await untilAsleep(server.pid);
          quiet++;
        }
      }
      sock.shutdown(SHUT_WR);
      assert.ok(sent < data.length, "the buffers took everything");
      const queues = queuesOf(port, clientPort);
      assert.ok(queues !== undefined && queues.send > 0 && queues.receive > 0);

      // Meanwhile the server serves others.
      await using bystander = await Client.to(port);
      bystander.send("Message");
      assert.equal((await bystander.receive(7)).toString(), "Message");

      const chunks: Buffer[] = [];
      await until(() => {
        for (;;) {
          const chunk = attempt(() => sock.recv(65536));
          if (chunk === null) return false;
          if (chunk.length === 0) return true;
          chunks.push(chunk);
        }
      });
      const received = Buffer.concat(chunks);
      assert.equal(received.length, sent);
      assert.equal(Buffer.compare(received, data.subarray(0, sent)), 0);
      await until(() =>
        server.stdout.includes(`Closing connection to ('${HOST}', ${clientPort})\n`),
      );
      assert.doesNotMatch(server.stdout.slice(-1000), /Error/u);
    },
  );
});
