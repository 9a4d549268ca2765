// A worker can be terminated at any moment, even while the addon creates a call's result: then Node
// provides neither memory nor an exception.

import assert from "node:assert/strict";

import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { root, Running } from "../support/programs.ts";

checkDescriptors();

const WORKERS = 40;

// What each worker does until it is terminated.
const calls = {
  encodeControl: "raw.encodeControl([[1, 1, new Int32Array(2)]])",
  decodeControl: "raw.decodeControl(control, control.length)",
  decodeAddress: "raw.decodeAddress(address, address.length)",
  getaddrinfo: `raw.getaddrinfo("127.0.0.1", "80", 0, 0, 0, 0)`,
  if_nameindex: "raw.if_nameindex()",
};

for (const [name, call] of Object.entries(calls)) {
  test(`terminating workers during ${name} does not harm the process`, async () => {
    const inWorker = `
      const { parentPort } = require("node:worker_threads");
      import("bsd-sockets/syscalls").then((raw) => {
        const control = raw.encodeControl([[1, 1, new Int32Array(2)]]);
        const address = raw.encodeInternetAddress(2, "127.0.0.1", 80, 0, 0);
        parentPort.postMessage("begun");
        for (;;) ${call};
      });`;
    const program = `
      import { once } from "node:events";
      import { Worker } from "node:worker_threads";
      for (let i = 0; i < ${WORKERS}; i++) {
        const worker = new Worker(${JSON.stringify(inWorker)}, { eval: true, execArgv: [] });
        await once(worker, "message");
        await worker.terminate();
      }`;
    await using running = new Running(process.execPath, ["--input-type=module", "-e", program], {
      cwd: root,
    });
    assert.equal(await running.ends(), 0, running.stderr);
  });
}
