import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";

import { interrupt, socket } from "bsd-sockets";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { root, Running } from "../support/programs.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const PRELUDE = `
  import { KeyboardInterrupt, print, selectors, socket } from "bsd-sockets";
  const listener = socket.socket();
  listener.bind(["127.0.0.1", 0]);
  listener.listen();
  const client = socket.socket();
  client.connect(listener.getsockname());
  const [conn] = listener.accept();
  // A send has to find its buffer full, to block.
  conn.setblocking(false);
  try { for (;;) conn.send(Buffer.alloc(65536)); } catch {}
`;

function run(code: string, stdin: "ignore" | "pipe" = "ignore"): Running {
  return new Running(process.execPath, ["--input-type=module", "-e", PRELUDE + code], {
    cwd: root,
    stdio: [stdin, "pipe", "pipe"],
  });
}

const blockingCalls = {
  accept: "listener.accept()",
  "accept with a timeout": "listener.settimeout(1000); listener.accept()",
  recv: "conn.setblocking(true); conn.recv(10)",
  "recv with a timeout": "conn.settimeout(1000); conn.recv(10)",
  recv_into: "conn.setblocking(true); conn.recv_into(Buffer.alloc(10))",
  sendall: "conn.setblocking(true); conn.sendall(Buffer.alloc(10_000_000))",
  "sendall with a timeout": "conn.settimeout(1000); conn.sendall(Buffer.alloc(10_000_000))",
  "select of the default selector": "new selectors.DefaultSelector().select()",
  "select of a PollSelector": "new selectors.PollSelector().select()",
  "select of a SelectSelector": "new selectors.SelectSelector().select(1000)",
  "a loop of calls that wait briefly":
    "const s = new selectors.DefaultSelector(); for (;;) s.select(0.001)",
  "a loop of calls that do not wait":
    "const s = new selectors.DefaultSelector(); for (;;) s.select(0)",
};

for (const [name, call] of Object.entries(blockingCalls)) {
  for (const listening of [false, true]) {
    test(`E10: Ctrl-C ends ${name}${listening ? ", with a SIGINT listener too" : ""}`, async () => {
      await using running = run(`
        ${listening ? `process.on("SIGINT", () => print("the listener"));` : ""}
        print("ready");
        try { ${call}; } catch (error) { print(error instanceof KeyboardInterrupt); }`);
      await running.prints(/ready/u);
      running.child.kill("SIGINT");
      assert.equal(await running.ends(), 0, running.stderr);
      assert.deepEqual(running.lines, ["ready", "True"]);
    });
  }
}

test("each Ctrl-C causes one KeyboardInterrupt, however fast the next call blocks", async () => {
  await using running = run(`
    const selector = new selectors.DefaultSelector();
    print("ready");
    for (let count = 1; count <= 300; count++) {
      try { selector.select(); } catch (error) { print("caught", count); }
    }`);
  await running.prints(/ready/u);
  for (let count = 1; count <= 300; count++) {
    running.child.kill("SIGINT");
    await running.prints(new RegExp(`^caught ${count}$`, "mu"));
  }
  assert.equal(await running.ends(), 0);
});

test("uncaught, it ends the process like SIGINT, with or without a listener", async () => {
  for (const code of ["", `process.on("SIGINT", () => undefined);`]) {
    await using running = run(`${code} print("ready"); listener.accept();`);
    await running.prints(/ready/u);
    running.child.kill("SIGINT");
    assert.equal(await running.ends(), "SIGINT");
    assert.match(running.stderr, /^KeyboardInterrupt/u);
  }
});

test("an uncaughtException listener gets it instead", async () => {
  await using running = run(`
    process.on("uncaughtException", (error) => print("got", error.name));
    print("ready");
    listener.accept();`);
  await running.prints(/ready/u);
  running.child.kill("SIGINT");
  assert.equal(await running.ends(), 0);
  assert.deepEqual(running.lines, ["ready", "got KeyboardInterrupt"]);
});

test("back in the event loop, Node handles SIGINT again", async () => {
  await using listening = run(`
    process.on("SIGINT", () => { print("the listener"); clearInterval(timer); });
    print("ready");
    const timer = setInterval(() => undefined, 1000);
    setImmediate(() => console.log("in the loop"));`);
  await listening.prints(/in the loop/u);
  listening.child.kill("SIGINT");
  await listening.prints(/the listener/u);

  await using plain = run(`
    print("ready");
    setInterval(() => undefined, 1000);
    setImmediate(() => console.log("in the loop"));`);
  await plain.prints(/in the loop/u);
  plain.child.kill("SIGINT");
  assert.equal(await plain.ends(), "SIGINT");
});

test("a SIGINT that no call received reaches the listener at the end of the stack", async () => {
  await using running = run(`
    process.on("SIGINT", () => { console.log("the listener"); clearInterval(timer); });
    print("ready");
    const timer = setInterval(() => undefined, 1000);
    process.kill(process.pid, "SIGINT");`);
  await running.prints(/the listener/u);
  assert.equal(await running.ends(), 0);
});

test("a listener added between two calls does not take Ctrl-C away from the second", async () => {
  await using running = run(`
    const selector = new selectors.DefaultSelector();
    selector.select(0.001);
    const listener2 = () => print("the listener");
    process.on("SIGINT", listener2);
    print("ready");
    try { selector.select(); } catch { print("first"); }
    process.off("SIGINT", listener2);
    try { selector.select(); } catch { print("second"); }`);
  await running.prints(/ready/u);
  running.child.kill("SIGINT");
  await running.prints(/first/u);
  // Waits for the second call; until then only Node handles SIGINT.
  await sleeping(running.pid, WAITS);
  running.child.kill("SIGINT");
  assert.equal(await running.ends(), 0, running.stderr);
  assert.deepEqual(running.lines, ["ready", "first", "second"]);
});

// The numbers of the system calls on x86-64 and on arm64.
const WAITS = ["232", "281", "22"]; // epoll_wait, epoll_pwait; arm64 epoll_pwait
const READS = ["0", "63"]; // read

/** Waits until the main thread of a process sleeps in one of the given system calls. */
async function sleeping(pid: number, calls: readonly string[]): Promise<void> {
  for (;;) {
    const [number = ""] = readFileSync(`/proc/${pid}/task/${pid}/syscall`, "utf8").split(" ");
    if (calls.includes(number)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a second Ctrl-C ends a program that only computes", async () => {
  await using running = run(`print("ready"); for (;;) {}`);
  await running.prints(/ready/u);
  const again = setInterval(() => running.child.kill("SIGINT"), 100);
  assert.equal(await running.ends(), "SIGINT");
  clearInterval(again);
});

test("E9: other signals have no effect: the call continues", async () => {
  await using running = run(`
    process.on("SIGUSR2", () => print("the listener"));
    const selector = new selectors.DefaultSelector();
    print("ready");
    const begun = performance.now();
    print(selector.select(0.3).length);
    print(performance.now() - begun >= 300);`);
  await running.prints(/ready/u);
  const again = setInterval(() => running.child.kill("SIGUSR2"), 20);
  await running.prints(/True/u);
  clearInterval(again);
  running.child.kill("SIGKILL");
  assert.deepEqual(running.lines.slice(0, 3), ["ready", "0", "True"]);
});

const blockedWorker = (call: string): string => `
  const { parentPort, threadId } = require("node:worker_threads");
  import("bsd-sockets").then(({ socket, selectors }) => {
    const listener = socket.socket();
    listener.bind(["127.0.0.1", 0]);
    listener.listen();
    const client = socket.socket();
    client.connect(listener.getsockname());
    parentPort.postMessage("blocking");
    try { ${call} } catch (error) { parentPort.postMessage(error.name); }
    listener.close();
    client.close();
  });
`;

for (const call of [
  "listener.accept()[0].close(); listener.accept();",
  "client.recv(1);",
  "new selectors.DefaultSelector().select();",
]) {
  test(`interrupt() ends ${call} of a worker`, async () => {
    const worker = new Worker(blockedWorker(call), { eval: true });
    const messages: unknown[] = [];
    worker.on("message", (message) => messages.push(message));
    await once(worker, "message");
    assert.equal(interrupt(worker.threadId), true);
    await once(worker, "exit");
    assert.deepEqual(messages, ["blocking", "KeyboardInterrupt"]);
  });
}

test("interrupt() of an unknown thread returns false", () => {
  assert.equal(interrupt(999_999), false);
});

test("worker.terminate() ends a worker that is blocked", async () => {
  const workers = ["listener.accept()[0].close(); listener.accept();", "client.recv(1);"].map(
    (call) => new Worker(blockedWorker(call), { eval: true }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  assert.deepEqual(await Promise.all(workers.map((worker) => worker.terminate())), [1, 1]);
});

/**
 * Waits until a worker in a blocking call has been checked several times, as every blocked worker
 * with a waiting message is.
 */
async function lookedAt(times: number): Promise<void> {
  const code = `
    const { parentPort } = require("node:worker_threads");
    import("bsd-sockets").then(({ socket }) => {
      const listener = socket.socket();
      listener.bind(["127.0.0.1", 0]);
      listener.listen();
      parentPort.postMessage(require("node:fs").readlinkSync("/proc/thread-self"));
      listener.accept();
    });`;
  const witness = new Worker(code, { eval: true });
  const [thread] = (await once(witness, "message")) as [string];
  witness.postMessage("waits");
  const first = wakeUps(thread);
  await until(() => wakeUps(thread) >= first + times);
  await witness.terminate();
}

function wakeUps(thread: string): number {
  const status = readFileSync(`/proc/${thread}/status`, "utf8");
  return Number(/^voluntary_ctxt_switches:\s+(\d+)$/mu.exec(status)?.[1]);
}

test("in a worker, a blocking call behaves normally, however long it takes", async () => {
  const code = `
    const { parentPort } = require("node:worker_threads");
    import("bsd-sockets").then(({ socket }) => {
      const listener = socket.socket();
      listener.bind(["127.0.0.1", 0]);
      listener.listen();
      parentPort.postMessage(listener.getsockname()[1]);
      const [conn] = listener.accept();
      const all = conn.recv(10, socket.MSG_WAITALL).length;
      const seconds = Buffer.alloc(16);
      seconds.writeInt32LE(350_000, 8); // a timeval of 0.35 s
      conn.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds);
      const begun = performance.now();
      let error;
      try { conn.recv(1); } catch (caught) { error = caught.code; }
      const waited = performance.now() - begun;
      conn.close();
      listener.close();
      parentPort.postMessage([all, error, waited >= 350]);
    });`;
  const worker = new Worker(code, { eval: true });
  // Listen now: the last message and the exit may arrive together.
  const exited = once(worker, "exit");
  const [port] = (await once(worker, "message")) as [number];
  using client = socket.socket();
  client.connect(["127.0.0.1", port]);
  client.sendall(Buffer.from("first"));
  worker.postMessage("waits");
  await lookedAt(3);
  client.sendall(Buffer.from("later"));
  const [answer] = (await once(worker, "message")) as [unknown];
  assert.deepEqual(answer, [10, "EAGAIN", true]);
  await exited;
});

test("interrupt() of a main thread that is not blocked applies to its next blocking call", async () => {
  await using running = run(`
    import { Worker } from "node:worker_threads";
    const { interrupt } = await import("bsd-sockets");
    interrupt(0);
    await new Promise((resolve) => setImmediate(resolve));
    try { listener.accept(); } catch (error) { print(error.name); }`);
  assert.equal(await running.ends(), 0, running.stderr);
  assert.deepEqual(running.lines, ["KeyboardInterrupt"]);
});

test("a selector that a hook closes during its select is refused, and nothing crashes", async () => {
  await using running = run(`
    import { createHook } from "node:async_hooks";
    const selector = new selectors.DefaultSelector();
    await new Promise((resolve) => setImmediate(resolve));
    const hook = createHook({ init() { hook.disable(); selector.close(); } });
    hook.enable();
    try { selector.select(); } catch (error) { hook.disable(); print(error.name); }`);
  assert.equal(await running.ends(), 0, running.stderr);
  assert.deepEqual(running.lines, ["RangeError"]);
});

test("Ctrl-C during another synchronous call ends that call, and then ours", async () => {
  await using running = run(
    `
    import { readSync } from "node:fs";
    print("ready");
    let code;
    try { readSync(0, Buffer.alloc(10)); } catch (error) { code = error.code; }
    try { listener.accept(); } catch (error) { print(code, error.name); }`,
    "pipe",
  );
  await running.prints(/ready/u);
  await sleeping(running.pid, READS);
  running.child.kill("SIGINT");
  assert.equal(await running.ends(), 0, running.stderr);
  assert.deepEqual(running.lines, ["ready", "EINTR KeyboardInterrupt"]);
});

test("process.exit() ends a process with blocked workers", async () => {
  const code = `
    import { Worker } from "node:worker_threads";
    const code = ${JSON.stringify(blockedWorker("for (;;) try { client.recv(1); } catch {}"))};
    let blocking = 0;
    for (let i = 0; i < 4; i++) {
      new Worker(code, { eval: true, execArgv: [] }).on("message", () => { if (++blocking === 4) process.exit(7); });
    }`;
  for (let round = 0; round < 5; round++) {
    await using running = new Running(process.execPath, ["--input-type=module", "-e", code], {
      cwd: root,
    });
    assert.equal(await running.ends(), 7, running.stderr);
  }
});
