import assert from "node:assert/strict";
import { endianness } from "node:os";

import { describe, test } from "vitest";

import { needsProc, queuesOf } from "../support/process-state.ts";
import { answerOf, startPeer } from "../support/peers.ts";
import { start } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

// The chapter on netstat: a server that never receives fills the buffers on both sides.

const HOST = "127.0.0.1";
const ORDER = endianness() === "LE" ? "little" : "big";

/** What the client prints each time the kernel refuses. */
function report(port: number, errno: string): string {
  return (
    `Error: socket.send() blocking io exception for ('${HOST}', ${port}):\n` +
    `BlockingIOError(${errno}, 'Resource temporarily unavailable')\n`
  );
}

describe("app-client-test", { timeout: 60_000, concurrent: true }, () => {
  testUnless(needsProc)("reports that the buffers are full, while they are", async () => {
    await using server = start("app-server-test", HOST, 0);
    const port = await server.port();
    await using client = start("app-client-test", HOST, port, "binary", "test");
    const peer = /^Accepted connection from \('.*', (\d+)\)$/mu;
    const clientPort = Number((await server.prints(peer))[1]);
    const lines = report(port, "11");
    for (const times of [1, 2]) {
      await until(() => client.stdout.length >= times * lines.length);
      assert.equal(client.stdout.slice(0, times * lines.length), lines.repeat(times));
      const ofServer = queuesOf(port, clientPort);
      const ofClient = queuesOf(clientPort, port);
      assert.ok(ofServer !== undefined && ofClient !== undefined);
      assert.ok(ofServer.receive > 0, "Recv-Q of the server");
      assert.equal(ofServer.send, 0, "Send-Q of the server");
      assert.ok(ofClient.send > 0, "Send-Q of the client");
      assert.equal(ofClient.receive, 0, "Recv-Q of the client");
    }
    for (const program of [client, server]) {
      program.child.kill("SIGINT");
      assert.equal(await program.ends(), 0);
      assert.equal(program.lines.at(-1), "Caught keyboard interrupt, exiting");
      assert.equal(program.stderr, "");
    }
    assert.deepEqual(server.lines.slice(0, -1), [
      `Listening on ('${HOST}', ${port})`,
      `Accepted connection from ('${HOST}', ${clientPort})`,
    ]);
  });

  test("continues with the rest of the refused message", async () => {
    const content = "binarytest";
    const header =
      `{"byteorder": "${ORDER}", "content-type": "binary/custom-client-binary-type", ` +
      `"content-encoding": "binary", "content-length": ${content.length}}`;
    const message = `\0${String.fromCharCode(header.length)}${header}${content}`;
    await using server = startPeer("late_reader", { message });
    const port = await server.port();
    await using client = start("app-client-test", HOST, port, "binary", "test");
    await client.prints(/^BlockingIOError/mu);
    server.child.kill("SIGUSR1"); // From now on it receives.
    await server.prints(/^enough$/mu);
    client.child.kill("SIGINT");
    assert.equal(await client.ends(), 0);
    const { count, isWhole } = await answerOf<{ count: number; isWhole: boolean }>(server);
    assert.equal(isWhole, true);
    assert.ok(count > 2 * message.length);
  });

  test("ends when the server has gone", async () => {
    await using server = start("app-server-test", HOST, 0);
    const port = await server.port();
    await using client = start("app-client-test", HOST, port, "search", "ring");
    await client.prints(/^BlockingIOError/mu);
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0);
    assert.equal(await client.ends(), 1);
    assert.match(
      client.lines.at(-1) ?? "",
      /^Error: \[Errno \d+\] (?:Connection reset|Broken pipe)/u,
    );
    assert.equal(client.stderr, "");
  });
});
