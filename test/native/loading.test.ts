import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { test } from "vitest";

import { addonPath } from "../support/addon.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { needsProc } from "../support/process-state.ts";
import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const ECHO = `
  const { parentPort } = require("node:worker_threads");
  Promise.all([import("bsd-sockets/socket"), import("bsd-sockets/selectors")]).then(([socket, selectors]) => {
    const listener = socket.socket();
    listener.bind(["127.0.0.1", 0]);
    listener.listen();
    const client = socket.socket();
    client.connect(listener.getsockname());
    const [conn] = listener.accept();
    const selector = new selectors.DefaultSelector();
    selector.register(conn, selectors.EVENT_READ, "data");
    client.sendall(Buffer.from("hello"));
    const [[key]] = selector.select();
    const text = key.fileobj.recv(1024).toString() + " " + key.data;
    for (const each of [selector, listener, client, conn]) each.close();
    (parentPort ?? { postMessage: console.log }).postMessage(text);
  });
`;

interface SomeOfTheAddon {
  readonly registers: Float64Array;
  htons(x: number): number;
  multiplexerOpen(backend: string): number;
  multiplexerClose(): void;
}

function worker(code: string): Worker {
  // Code of a worker given as text resolves names like a file in this folder.
  return new Worker(`process.chdir(${JSON.stringify(root)}); ${code}`.replace(/^.*?; /u, ""), {
    eval: true,
  });
}

test("it works in worker threads, several at once and one after the other", async () => {
  const answers = async (): Promise<unknown[]> => {
    const started = worker(ECHO);
    // Listen now: the message and the exit may arrive together.
    const exited = once(started, "exit");
    const [answer] = (await once(started, "message")) as unknown[];
    await exited;
    return [answer];
  };
  const all = await Promise.all([answers(), answers(), answers()]);
  all.push(await answers());
  assert.deepEqual(all.flat(), ["hello data", "hello data", "hello data", "hello data"]);
});

test("a process whose only user is a worker survives that worker", async () => {
  const code = `
    const { Worker } = require("node:worker_threads");
    const worker = new Worker(${JSON.stringify(`
      const { parentPort } = require("node:worker_threads");
      import("bsd-sockets").then(({ socket, interrupt, syscalls }) => {
        interrupt(0);
        const s = socket.socket();
        s.close();
      });
    `)}, { eval: true });
    worker.on("exit", (code) => setImmediate(() => console.log("worker ended with", code)));
  `;
  await using running = new Running(process.execPath, ["-e", code], { cwd: root });
  assert.equal(await running.ends(), 0, running.stderr);
  assert.equal(running.stdout, "worker ended with 0\n");
});

testUnless(needsProc)("it stays loaded when the worker that loaded it has ended", async () => {
  const code = `
    const { readFileSync } = require("node:fs");
    const { Worker } = require("node:worker_threads");
    const worker = new Worker('import("bsd-sockets")', { eval: true });
    worker.on("exit", () => {
      console.log(readFileSync("/proc/self/maps", "utf8").includes("bsd_sockets.node"));
    });
  `;
  await using running = new Running(process.execPath, ["-e", code], { cwd: root });
  assert.equal(await running.ends(), 0, running.stderr);
  assert.equal(running.stdout, "true\n");
});

test("a second load in the same thread is another working instance", () => {
  const require = createRequire(import.meta.url);
  const first = require(addonPath) as SomeOfTheAddon;
  Reflect.deleteProperty(require.cache, require.resolve(addonPath));
  const second = require(addonPath) as SomeOfTheAddon;
  assert.notEqual(first, second);
  assert.notEqual(first.registers, second.registers);
  assert.equal(first.htons(1), second.htons(1));
  const multiplexer = second.multiplexerOpen("poll");
  second.registers[0] = multiplexer;
  second.multiplexerClose();
  assert.equal(second.registers[0], 0);
  second.registers[0] = multiplexer;
  assert.throws(() => {
    second.multiplexerClose();
  }, RangeError);
});

test("without its addon the package says what it looked for and what to install", async () => {
  await using running = new Running(process.execPath, ["-e", `import("bsd-sockets")`], {
    cwd: root,
    env: { ...process.env, BSD_SOCKETS_ADDON: "/nowhere/bsd_sockets.node" },
  });
  assert.equal(await running.ends(), 1);
  assert.match(running.stderr, /Looked for: \/nowhere\/bsd_sockets\.node/u);
  assert.match(running.stderr, /apt install python3 make g\+\+/u);
});
