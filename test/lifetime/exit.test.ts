// The end of a process with blocked workers.

import assert from "node:assert/strict";

import { needsPreload, withBlockingLookups } from "../support/blocking-lookup.ts";
import { needsProc } from "../support/process-state.ts";
import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

const names = ["accept", "sendall", "DefaultSelector"];

const PRELUDE = `
  import { once } from "node:events";
  import { Worker } from "node:worker_threads";
  import { startBlocked } from ${JSON.stringify(new URL("./blocked.js", import.meta.url).href)};
  const names = ${JSON.stringify(names)};
  const workers = (await Promise.all(names.map(startBlocked))).map(({ worker }) => worker);
  console.log("blocked");
`;

/** How a process ends, and its exit status. */
const ends: Record<string, [code: string, exitCode: number]> = {
  "process.exit()": ["process.exit(7);", 7],
  "an uncaught error": [`setImmediate(() => { throw new Error("uncaught"); });`, 1],
  "an unhandled rejection": [`void Promise.reject(new Error("unhandled"));`, 1],
  "an uncaught error of a worker": [
    `new Worker("throw new Error('in a worker')", { eval: true, execArgv: [] });`,
    1,
  ],
  "a worker's process.exit(), and terminate() for the others": [
    `const [code] = await once(new Worker("process.exit(3)", { eval: true, execArgv: [] }), "exit");
     await Promise.all(workers.map((worker) => worker.terminate()));
     process.exitCode = code;`,
    3,
  ],
};

for (const [name, [code, exitCode]] of Object.entries(ends)) {
  testUnless(needsProc)(`${name} ends a process with blocked workers`, async () => {
    const parameters = ["--input-type=module", "-e", PRELUDE + code];
    await using running = new Running(process.execPath, parameters, { cwd: root });
    assert.equal(await running.ends(), exitCode, running.stderr);
    assert.equal(running.stdout, "blocked\n");
  });
}

const run = withBlockingLookups();

testUnless(needsPreload)("workers end when they are terminated during lookups", async () => {
  const lookups = [
    `socket.getaddrinfo("blocks.invalid", 80)`,
    `socket.getnameinfo(["127.0.0.1", 80], 0)`,
    `socket.gethostbyname_ex("localhost")`,
    `socket.gethostbyaddr("127.0.0.1")`,
    `socket.create_connection(["blocks.invalid", 80])`,
  ];
  const inWorker = lookups.map((call) => `import("bsd-sockets").then(({ socket }) => ${call});`);
  await using running = run(`
    import { Worker } from "node:worker_threads";
    const workers = ${JSON.stringify(inWorker)}.map((code) => new Worker(code, { eval: true, execArgv: [] }));
    process.stdin.once("data", async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
      process.exit(5);
    });`);
  await running.prints(new RegExp(`(lookup blocks\\n){${lookups.length}}`, "u"));
  running.child.stdin!.write("go");
  assert.equal(await running.ends(), 5, running.stderr);
});
