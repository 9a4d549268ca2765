import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { parsed, search } from "../support/message.ts";
import { descriptorsOf, needsProc, runTime, untilAsleep } from "../support/process-state.ts";
import { type Running, start } from "../support/programs.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const ROOM = 40;
const CLIENTS = 70;
const FAILED = /^Error: accept\(\) failed: \[Errno \d+\] Too many open files$/gmu;

/** Starts a server that has room for a few clients only, once it has loaded its files. */
async function startInNarrowRoom(name: string): Promise<Running> {
  const server = start(name, HOST, 0);
  await server.port();
  await untilAsleep(server.pid);
  const limit = Math.max(...descriptorsOf(server.pid).filter((fd) => fd < 200)) + 1 + ROOM;
  execFileSync("prlimit", [`--pid=${server.pid}`, `--nofile=${limit}`]);
  return server;
}

/** How a client is served: what it sends, and what comes back. */
interface Service {
  name: string;
  request(index: number): Buffer;
  isAnswered(client: Client, index: number): Promise<boolean>;
}

const services: Service[] = [
  {
    name: "multiconn-server",
    request: (index) => Buffer.from(`Message ${index}`),
    isAnswered: async (client, index) => {
      const expected = `Message ${index}`;
      return (await client.receive(expected.length)).toString() === expected;
    },
  },
  {
    name: "app-server",
    request: (index) => search(`needle ${index}`),
    isAnswered: async (client, index) => {
      const { content } = parsed(await client.receiveAll());
      return content.toString() === `{"result": "No match for 'needle ${index}'."}`;
    },
  },
];

/** How often accept() has failed. */
function failures(server: Running): number {
  return server.stdout.match(FAILED)?.length ?? 0;
}

/** True when the server has said so. */
function isAccepted(server: Running, client: Client): boolean {
  return server.stdout.includes(`Accepted connection from ${client.address}\n`);
}

const options = { skip: needsProc, timeout: 60_000, concurrency: 2 };

describe("out of descriptors", options, () => {
  for (const service of services) {
    const { name } = service;
    test(`${name} serves those that it has, then those that wait`, async () => {
      await using server = await startInNarrowRoom(name);
      const port = await server.port();
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => Client.to(port)));
      await until(() => failures(server) > 0);

      // Between two attempts to accept it rests.
      const [ran, began] = [runTime(server.pid), performance.now()];
      await until(() => failures(server) > 2);
      const elapsed = (performance.now() - began) * 1e6;
      assert.ok(runTime(server.pid) - ran < elapsed / 2, "the server is busy waiting");

      const accepted = clients.filter((client) => isAccepted(server, client));
      assert.ok(accepted.length >= ROOM - 2 && accepted.length <= ROOM, String(accepted.length));

      const waiting = new Map(clients.entries());
      while (waiting.size > 0) {
        await until(() => [...waiting.values()].some((client) => isAccepted(server, client)));
        for (const [index, client] of waiting) {
          if (!isAccepted(server, client)) continue;
          client.send(service.request(index));
          assert.equal(await service.isAnswered(client, index), true);
          await client.close();
          waiting.delete(index);
        }
      }

      await using last = await Client.to(port);
      last.send(service.request(0));
      assert.equal(await service.isAnswered(last, 0), true);
      server.child.kill("SIGINT");
      assert.equal(await server.ends(), 0);
      assert.equal(server.stderr, "");
    });
  }
});
