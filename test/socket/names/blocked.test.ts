import assert from "node:assert/strict";

import { needsPreload, withBlockingLookups } from "../../support/blocking-lookup.ts";
import { checkDescriptors } from "../../support/descriptors.ts";
import { testUnless } from "../../support/unless.ts";

checkDescriptors();

const run = withBlockingLookups();
const skip = needsPreload;

const calls = {
  getaddrinfo: `socket.getaddrinfo("blocks.invalid", 80)`,
  getnameinfo: `socket.getnameinfo(["127.0.0.1", 80], 0)`,
  gethostbyname: `socket.gethostbyname("blocks.invalid")`,
  gethostbyname_ex: `socket.gethostbyname_ex("localhost")`,
  gethostbyaddr: `socket.gethostbyaddr("127.0.0.1")`,
  getfqdn: `socket.getfqdn("127.0.0.1")`,
  connect: `s.connect(["blocks.invalid", 80])`,
};

const PRELUDE = `
  import { readdirSync, readSync } from "node:fs";
  import { once } from "node:events";
  import { Worker } from "node:worker_threads";
  import { interrupt, print, socket } from "bsd-sockets";
  const s = socket.socket();
`;

/** A worker that makes a call and reports its outcome. */
function workerOf(call: string): string {
  const code = `
    const { parentPort } = require("node:worker_threads");
    import("bsd-sockets").then(({ socket }) => {
      const s = socket.socket();
      try { ${call}; } catch (error) { parentPort.postMessage(error.name); }
      s.close();
    });`;
  return `new Worker(${JSON.stringify(code)}, { eval: true, execArgv: [] })`;
}

const BLOCKS = /lookup blocks/u;

for (const [name, call] of Object.entries(calls)) {
  testUnless(skip)(`Ctrl-C ends ${name}, which leaves no descriptor open`, async () => {
    await using running = run(`${PRELUDE}
      const open = () => readdirSync("/proc/self/fd").length;
      const before = open();
      try { ${call}; } catch (error) { print(error.name, open() - before); }`);
    await running.prints(BLOCKS);
    running.child.kill("SIGINT");
    assert.equal(await running.ends(), 0, running.stderr);
    assert.equal(running.lines.at(-1), "KeyboardInterrupt 0");
  });

  testUnless(skip)(`interrupt() ends ${name} of a worker`, async () => {
    await using running = run(`${PRELUDE}
      const worker = ${workerOf(call)};
      worker.on("message", (message) => print(message));
      await once(process.stdin, "data");
      print(interrupt(worker.threadId));
      await once(worker, "exit");
      process.exit();`);
    await running.prints(BLOCKS);
    running.child.stdin?.write("go on\n");
    assert.equal(await running.ends(), 0, running.stderr);
    assert.deepEqual(running.lines.slice(-2), ["True", "KeyboardInterrupt"]);
  });

  testUnless(skip)(`worker.terminate() ends a worker in ${name}`, async () => {
    await using running = run(`${PRELUDE}
      const worker = ${workerOf(call)};
      await once(process.stdin, "data");
      print("terminated", await worker.terminate());
      process.exit();`);
    await running.prints(BLOCKS);
    running.child.stdin?.write("go on\n");
    assert.equal(await running.ends(), 0, running.stderr);
    assert.equal(running.lines.at(-1), "terminated 1");
  });
}

testUnless(skip)("interrupt() of the main thread ends its lookup", async () => {
  const waiting = `
    require("node:fs").readSync(0, Buffer.alloc(1));
    import("bsd-sockets").then(({ interrupt }) => interrupt(0));`;
  await using running = run(`${PRELUDE}
    const worker = new Worker(${JSON.stringify(waiting)}, { eval: true, execArgv: [] });
    await once(worker, "online");
    try { ${calls.getaddrinfo}; } catch (error) { print(error.name); }`);
  await running.prints(BLOCKS);
  running.child.stdin?.write("go on\n");
  assert.equal(await running.ends(), 0, running.stderr);
  assert.equal(running.lines.at(-1), "KeyboardInterrupt");
});

testUnless(skip)("process.exit() ends a process with workers in lookups", async () => {
  const workers = Object.values(calls).map(workerOf);
  await using running = run(`${PRELUDE}
    const workers = [${workers.join(", ")}];
    await once(process.stdin, "data");
    process.exit(7);`);
  await running.prints(new RegExp(`(?:lookup blocks\\n){${workers.length}}`, "u"));
  running.child.stdin?.write("go on\n");
  assert.equal(await running.ends(), 7, running.stderr);
});

testUnless(skip)("abandoned lookups hold no descriptors, however many there are", async () => {
  await using running = run(`${PRELUDE}
    const open = () => readdirSync("/proc/self/fd").length;
    const names = new Set();
    let before;
    for (let count = 0; count < 50; count++) {
      interrupt(0);
      try { ${calls.getaddrinfo}; } catch (error) { names.add(error.name); }
      before ??= open();
    }
    print([...names].join(), open() - before);`);
  assert.equal(await running.ends(), 0, running.stderr);
  const lines = running.lines.filter((line) => !line.includes("lookup blocks"));
  assert.deepEqual(lines, ["KeyboardInterrupt 0"]);
});

testUnless(skip)("uncaught, Ctrl-C in a lookup ends the process like SIGINT", async () => {
  await using running = run(`${PRELUDE} ${calls.gethostbyaddr};`);
  await running.prints(BLOCKS);
  running.child.kill("SIGINT");
  assert.equal(await running.ends(), "SIGINT");
  assert.match(running.stderr, /^KeyboardInterrupt/u);
});
