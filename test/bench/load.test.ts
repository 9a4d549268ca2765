import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

import { beforeAll, describe, test } from "vitest";

import { compile } from "#internal/bench/compile.js";
import { load } from "#internal/bench/echo-programs.js";
import type { Measurement } from "#internal/bench/workload.js";

import { checkDescriptors } from "../support/descriptors.ts";

checkDescriptors();

type Service = (connection: Socket) => void;

/** Runs the load generator against a service in this process. */
async function loadHere(
  service: Service,
  ...parameters: (string | number)[]
): Promise<Measurement> {
  const server = createServer(service).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.close();
    await once(server, "close");
  };
  try {
    return await load({ port, pid: process.pid, stop }, parameters);
  } finally {
    await stop();
  }
}

function echo(connection: Socket): void {
  connection.on("data", (data) => connection.write(data)).on("error", () => connection.destroy());
}

/** A service that echoes incorrectly after a few messages on a connection. */
function goingWrong(wrong: (connection: Socket, data: Buffer) => void): Service {
  return (connection) => {
    let messages = 0;
    connection.on("error", () => connection.destroy());
    connection.on("data", (data) => {
      messages += 1;
      if (messages < 3) connection.write(data);
      else wrong(connection, data);
    });
  };
}

describe("load", { timeout: 60_000 }, () => {
  beforeAll(() => {
    compile("load");
  });

  test("sends the messages that it reports, in full", async () => {
    let connections = 0;
    let bytes = 0;
    const service: Service = (connection) => {
      connections += 1;
      connection.on("data", (data) => (bytes += data.length));
      echo(connection);
    };
    const [c, s, u, e] = [7, 100, 30, 200];
    const measured = await loadHere(service, "-c", c, "-s", s, "-u", u, "-e", e);
    assert.equal(connections, c);
    assert.equal(bytes, (2 * c - 1 + u + e) * s);
    for (const name of ["echoesPerSecond", "p50", "p99", "cpu", "memoryBefore", "memoryAfter"]) {
      assert.equal(measured[name]?.length, 1, name);
      assert.ok(measured[name][0]! > 0, name);
    }
    assert.ok(measured["p50"]![0]! <= measured["p99"]![0]!);
    const { cpu = [], user = [], system = [] } = measured;
    const isWhole = Math.abs(cpu[0]! - user[0]! - system[0]!) <= 1;
    assert.ok(isWhole || user[0] === 0, "user and system time add up to the processor time");
  });

  for (const size of [1, 3, 8, 9]) {
    test(`sends messages of ${size} bytes`, async () => {
      await loadHere(echo, "-c", 3, "-s", size, "-e", 50);
    });
  }

  test("sends messages larger than any socket buffer", async () => {
    await loadHere(echo, "-c", 2, "-s", 20_000_000, "-e", 3);
  });

  test("is idle after one echo on each connection", async () => {
    let bytes = 0;
    const service: Service = (connection) => {
      connection.on("data", (data) => (bytes += data.length));
      echo(connection);
    };
    const measured = await loadHere(service, "-c", 70, "-s", 10, "-i", 0.05);
    assert.equal(bytes, 700);
    assert.ok(measured["idleCpu"]![0]! >= 0);
    assert.ok(measured["memoryBefore"]![0]! > 0);
  });

  const broken: readonly [string, Service, RegExp][] = [
    [
      "other bytes",
      goingWrong((connection, data) => connection.write(data.fill("?"))),
      /other bytes than it was sent/u,
    ],
    [
      "an older message",
      goingWrong((connection, data) => connection.write(data.fill(data[4]! - 1, 4, 5))),
      /other bytes than it was sent/u,
    ],
    [
      "too many bytes",
      goingWrong((connection, data) => connection.write(Buffer.concat([data, data]))),
      /more than it was sent/u,
    ],
    [
      "a part, and then the end",
      goingWrong((connection, data) => connection.end(data.subarray(0, 5))),
      /closed it after 5 of 64 bytes/u,
    ],
    [
      "a reset",
      goingWrong((connection) => connection.resetAndDestroy()),
      /Connection reset by peer/u,
    ],
    [
      "the end at once",
      (connection) =>
        connection
          .resume()
          .on("error", () => connection.destroy())
          .end(),
      /closed it|reset/u,
    ],
  ];
  for (const [what, service, message] of broken) {
    test(`fails for a server that sends ${what}`, async () => {
      await assert.rejects(loadHere(service, "-c", 2, "-s", 64, "-e", 100), message);
    });
  }

  test("fails if the server does not exist", async () => {
    const nobody = { port: 1, pid: process.pid, stop: () => Promise.resolve() };
    await assert.rejects(load(nobody, ["-c", 1, "-e", 1]), /connect to port 1/u);
  });

  test("fails if the process does not exist", async () => {
    const nobody = { port: 1, pid: 2 ** 22 + 1, stop: () => Promise.resolve() };
    await assert.rejects(load(nobody, ["-c", 1, "-e", 1]), /server's memory cannot be read/u);
  });

  test("fails without a port", async () => {
    const nobody = { port: 0, pid: process.pid, stop: () => Promise.resolve() };
    await assert.rejects(load(nobody, ["-c", 1, "-e", 1]), /usage/u);
  });
});
