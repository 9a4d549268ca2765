import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";
import { afterAll, test } from "vitest";

import { addonPath } from "../support/addon.ts";
import { checkDescriptors, openDescriptors, openedSince } from "../support/descriptors.ts";
import { root, Running } from "../support/programs.ts";
import { newSeed, randomFrom } from "../support/random.ts";

checkDescriptors();

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// The addon with each call of its functions noted.
const NOTED = `
  const addon = require(${JSON.stringify(addonPath)});
  const called = (exports.called = []);
  for (const [name, value] of Object.entries(addon)) {
    exports[name] = typeof value !== "function" ? value : (...values) => {
      called.push(name);
      return value(...values);
    };
  }`;

const ACCEPTED = `
  const { called } = require(process.env.BSD_SOCKETS_ADDON);
  import("bsd-sockets/socket").then((socket) => {
    const listener = socket.create_server(["127.0.0.1", 0]);
    const client = socket.create_connection(listener.getsockname());
    called.length = 0;
    const [connection, address] = listener.accept();
    console.log(called.join(" "), address.length);
    for (const s of [listener, client, connection]) s.close();
  });`;

const inWorker = `
  const { Worker } = require("node:worker_threads");
  new Worker(${JSON.stringify(ACCEPTED)}, { eval: true });`;

for (const [where, code] of Object.entries({ "the main thread": ACCEPTED, "a worker": inWorker })) {
  test(`accept() is one call of the addon in ${where}, with the address`, async () => {
    const path = join(folder, "noted.cjs");
    writeFileSync(path, NOTED);
    await using running = new Running(process.execPath, ["-e", code], {
      cwd: root,
      env: { ...process.env, BSD_SOCKETS_ADDON: path },
    });
    assert.equal(await running.ends(), 0, running.stderr);
    assert.equal(running.stdout, "accept 2\n");
  });
}

const ACCEPTS_FOREVER = `
  const { parentPort } = require("node:worker_threads");
  import("bsd-sockets/socket").then((socket) => {
    const listener = socket.create_server(["127.0.0.1", 0]);
    parentPort.postMessage(listener.getsockname());
    for (const accepted = []; ; ) accepted.push(listener.accept());
  });`;

test("a worker that is terminated while it accepts leaves no connection open", async () => {
  const seed = newSeed();
  console.info(`BSD_SOCKETS_SEED=${seed}`);
  const random = randomFrom(seed);
  const before = openDescriptors();
  for (let round = 0; round < 10; round++) {
    const worker = new Worker(ACCEPTS_FOREVER, { eval: true });
    const [address] = (await once(worker, "message")) as [socket.InetAddress];
    const clients = Array.from({ length: Math.ceil(random() * 60) }, () =>
      socket.create_connection(address),
    );
    await worker.terminate();
    for (const client of clients) client.close();
    assert.deepEqual(await openedSince(before), []);
  }
});
