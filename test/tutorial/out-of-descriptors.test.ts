import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { parsed, search } from "../support/message.ts";
import { descriptorsOf, needsProc, untilAsleep } from "../support/process-state.ts";
import { fileOf, Running } from "../support/programs.ts";
import { describeUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const ROOM = 40;
const CLIENTS = 70;
const CALL = /^(\w+)\(.*\) = (?:-1 (E\w+)|\d).*$/gmu;
const FAILED = /^Error: accept\(\) failed: \[Errno \d+\] Too many open files$/gmu;

/** A server with room for only a few clients once it has loaded its files, and its calls. */
class Narrow implements AsyncDisposable {
  readonly server: Running;
  readonly #folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));

  private constructor(name: string) {
    this.server = new Running(process.execPath, [fileOf(name), HOST, "0"], {
      env: { ...process.env, BSD_SOCKETS_TRACE: this.#file },
    });
  }

  static async start(name: string): Promise<Narrow> {
    const narrow = new Narrow(name);
    const { server } = narrow;
    await server.port();
    await untilAsleep(server.pid);
    const limit = Math.max(...descriptorsOf(server.pid).filter((fd) => fd < 200)) + 1 + ROOM;
    execFileSync("prlimit", [`--pid=${server.pid}`, `--nofile=${limit}`]);
    return narrow;
  }

  /** Returns the names of its system calls so far, with the errnos of failed ones. */
  get calls(): string[] {
    const calls = readFileSync(this.#file, "utf8").matchAll(CALL);
    return [...calls].map(([, name, errno]) => (errno === undefined ? name! : `${name!} ${errno}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true });
  }

  get #file(): string {
    return join(this.#folder, "trace");
  }
}

/** Checks that one pause followed each failed accept(), and nothing else until the next. */
function checkRests(calls: readonly string[]): void {
  const first = calls.indexOf("accept4 EMFILE");
  const failed = calls.flatMap((call, index) => (call === "accept4 EMFILE" ? [index] : []));
  assert.ok(failed.length > 2, `accept() failed ${failed.length} times`);
  for (const index of failed.slice(0, -1)) {
    assert.deepEqual(calls.slice(index + 1, index + 3), ["write", "select"], `after call ${index}`);
  }
  const waits = calls.slice(first, failed.at(-1)).filter((call) => call === "epoll_wait");
  assert.equal(waits.length, failed.length - 1, "it turned without a reason");
}

/** A client's conversation: what it sends, and what comes back. */
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

/** Returns how many times accept() has failed. */
function failures(server: Running): number {
  return server.stdout.match(FAILED)?.length ?? 0;
}

/** True once the server has printed the error. */
function isAccepted(server: Running, client: Client): boolean {
  return server.stdout.includes(`Accepted connection from ${client.address}\n`);
}

const options = { timeout: 60_000, concurrent: true };

describeUnless(needsProc)("out of descriptors", options, () => {
  for (const service of services) {
    const { name } = service;
    test(`${name} serves its clients, then those that wait`, async () => {
      await using narrow = await Narrow.start(name);
      const { server } = narrow;
      const port = await server.port();
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => Client.to(port)));
      await until(() => failures(server) > 3);
      checkRests(narrow.calls);

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

  for (const name of [...services.map((service) => service.name), "app-server-test"]) {
    test(`Ctrl-C ends ${name}`, async () => {
      await using narrow = await Narrow.start(name);
      const { server } = narrow;
      const port = await server.port();
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => Client.to(port)));
      await until(() => failures(server) > 2);
      checkRests(narrow.calls);
      server.child.kill("SIGINT");
      assert.equal(await server.ends(), 0);
      assert.equal(server.lines.at(-1), "Caught keyboard interrupt, exiting");
      assert.equal(server.stderr, "");
      await Promise.all(clients.map((client) => client.close()));
    });
  }
});
