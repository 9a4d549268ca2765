import assert from "node:assert/strict";

import { test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { needsProc, runTime, untilAsleep, wakeUps } from "../support/process-state.ts";
import { type Running, start } from "../support/programs.ts";
import { describeUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const HOST = "127.0.0.1";

/** Something that takes time: a whole conversation between two other processes. */
async function otherActivity(): Promise<void> {
  await using server = start("echo-server", HOST, 0);
  await using client = start("echo-client", HOST, await server.port());
  assert.equal(await client.ends(), 0);
}

/** Fails if a process runs while others do. */
async function staysAsleep(program: Running): Promise<void> {
  await untilAsleep(program.pid);
  const before = [wakeUps(program.pid), runTime(program.pid)];
  await otherActivity();
  assert.deepEqual([wakeUps(program.pid), runTime(program.pid)], before);
}

describeUnless(needsProc)("idle servers sleep", { timeout: 60_000 }, () => {
  for (const name of ["multiconn-server", "app-server", "app-server-test"]) {
    test(`${name}, without and with a connected client`, async () => {
      await using server = start(name, HOST, 0);
      const port = await server.port();
      await staysAsleep(server);
      await using client = await Client.to(port);
      await server.prints(/^Accepted/mu);
      await staysAsleep(server);
      client.send("\0");
      if (name === "multiconn-server") await client.receive(1);
      await staysAsleep(server);
    });
  }

  test("multiconn-server, with an echo that its client does not read", async () => {
    await using server = start("multiconn-server", HOST, 0);
    await using client = await Client.to(await server.port());
    client.socket.pause();
    client.send("x".repeat(16_000_000));
    await server.prints(/^Echoing/mu);
    await untilAsleep(server.pid);
    // The kernel keeps trying, and finds room for a little more now and then.
    const [ran, began] = [runTime(server.pid), performance.now()];
    await otherActivity();
    const elapsed = (performance.now() - began) * 1e6;
    assert.ok(runTime(server.pid) - ran < elapsed / 2, "the server is busy waiting");
    assert.ok(client.socket.writableLength > 0, "the buffers took everything");
  });

  test("echo-server, in accept and in recv", async () => {
    await using server = start("echo-server", HOST, 0);
    const port = await server.port();
    await staysAsleep(server);
    await using client = await Client.to(port);
    await server.prints(/^Connected/mu);
    await staysAsleep(server);
    client.end();
    assert.equal(await server.ends(), 0);
  });
});

describeUnless(needsProc)(
  "waiting clients wake up only for their select's timeout",
  { timeout: 60_000, concurrent: true },
  () => {
    for (const [name, line, ...parameters] of [
      ["multiconn-client", /^Sending b'Message 2.* connection 2$/mu, "2"],
      ["app-client", /^Sending/mu, "search", "ring"],
      ["app-client-test", /^BlockingIOError/mu, "binary", "test"],
    ] as const) {
      test(name, async () => {
        // A server that accepts and never receives.
        await using server = start("app-server-test", HOST, 0);
        await using client = start(name, HOST, await server.port(), ...parameters);
        await client.prints(line);
        await untilAsleep(client.pid);
        const before = { wakeUps: wakeUps(client.pid), ran: runTime(client.pid) };
        const began = performance.now();
        await until(() => wakeUps(client.pid) >= before.wakeUps + 5);
        const seconds = (performance.now() - began) / 1000;
        // One timeout may need two wake-ups, if something is printed.
        assert.ok(wakeUps(client.pid) - before.wakeUps <= seconds * 2 + 2, "it wakes up too often");
        assert.ok(runTime(client.pid) - before.ran < (seconds * 1e9) / 2, "it is busy waiting");
        client.child.kill("SIGINT");
        assert.equal(await client.ends(), 0);
      });
    }
  },
);
