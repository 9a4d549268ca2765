// The addon in several contexts of a process.

import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { root } from "../support/programs.ts";

checkDescriptors();

const path = `${root}build/Release/bsd_sockets.node`;

test("in a vm context it uses that context's memory", () => {
  using pair = {
    sockets: socket.socketpair(),
    [Symbol.dispose]() {
      for (const s of this.sockets) s.close();
    },
  };
  const [one, other] = pair.sockets;
  const context = createContext({ require: createRequire(import.meta.url), path, one, other });
  const text = runInContext(
    `const addon = require(path);
     const bytes = new Uint8Array([104, 105]);
     one.send(bytes);
     const room = new Uint8Array(10);
     const length = other.recv_into(room);
     String.fromCharCode(...room.subarray(0, length)) + addon.htons(1);`,
    context,
  ) as string;
  assert.equal(text, "hi256");
});

test("a copy of the addon under another path works too, in the main thread and in workers", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
  const copy = join(folder, "copy.node");
  copyFileSync(path, copy);
  const addon = createRequire(import.meta.url)(copy) as { moment: unknown };
  assert.notEqual(addon.moment, undefined);
  const code = `
    const { parentPort } = require("node:worker_threads");
    import("bsd-sockets/socket").then((socket) => {
      const [one, other] = socket.socketpair();
      one.send(Buffer.from("text"));
      parentPort.postMessage(other.recv(10).toString());
      one.recv(1);
    });`;
  const workers = [copy, path, copy, path].map((file) => {
    return new Worker(code, { eval: true, env: { ...process.env, BSD_SOCKETS_ADDON: file } });
  });
  const answers = await Promise.all(
    workers.map(async (worker) => (await once(worker, "message"))[0] as unknown),
  );
  assert.deepEqual(answers, ["text", "text", "text", "text"]);
  await Promise.all(workers.map(async (worker) => await worker.terminate()));
  rmSync(folder, { recursive: true });
});
