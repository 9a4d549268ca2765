// Signals and interruptions during select, poll, epoll and kqueue.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";

import { interrupt } from "bsd-sockets";
import * as select from "bsd-sockets/select";

import { checkDescriptors } from "../support/descriptors.ts";
import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

interface Call {
  /** The case that shows it continues after a signal. */
  readonly title: string;
  /**
   * Code that defines `wait`, which takes seconds or null and returns the number of ready
   * descriptors.
   */
  readonly wait: string;
  readonly isThere: boolean;
}

const calls: Record<string, Call> = {
  select: {
    title: "E7: select continues after a signal whose handler does nothing",
    wait: `const wait = (seconds) => select.select([listener], [], [], seconds)[0].length;`,
    isThere: true,
  },
  poll: {
    title: "E8: poll continues after a signal whose handler does nothing",
    wait: `const poller = select.poll();
      poller.register(listener, select.POLLIN);
      const wait = (seconds) => poller.poll(seconds === null ? null : seconds * 1000).length;`,
    isThere: true,
  },
  epoll: {
    title: "E8: epoll continues after a signal whose handler does nothing",
    wait: `const poller = select.epoll();
      poller.register(listener, select.EPOLLIN);
      const wait = (seconds) => poller.poll(seconds).length;`,
    isThere: select.epoll !== undefined,
  },
  kqueue: {
    title: "E8: kqueue continues after a signal whose handler does nothing",
    wait: `const queue = select.kqueue();
      const wait = (seconds) => queue.control([select.kevent(listener)], 1, seconds).length;`,
    isThere: select.kqueue !== undefined,
  },
};

const LISTENER = `
  const listener = socket.socket();
  listener.bind(["127.0.0.1", 0]);
  listener.listen();
`;

function run(call: Call, code: string): Running {
  const whole = `
    import { KeyboardInterrupt, print, select, socket } from "bsd-sockets";
    process.on("SIGUSR2", () => undefined);
    ${LISTENER}
    ${call.wait}
    print("port", listener.getsockname()[1]);
    ${code}
    process.exit();`;
  return new Running(process.execPath, ["--input-type=module", "-e", whole], { cwd: root });
}

async function portOf(running: Running): Promise<number> {
  return Number((await running.prints(/^port (\d+)$/mu))[1]);
}

for (const [name, call] of Object.entries(calls)) {
  const skip = !call.isThere && `this system has no ${name}`;

  testUnless(skip)(call.title, async () => {
    await using running = run(call, `print("ready", wait(null));`);
    const port = await portOf(running);
    for (let count = 0; count < 20; count++) {
      running.child.kill("SIGUSR2");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(running.lines.length, 1);
    const client = connect(port, "127.0.0.1");
    client.on("error", () => undefined);
    assert.equal(await running.ends(), 0, running.stderr);
    client.destroy();
    assert.equal(running.lines[1], "ready 1");
  });

  testUnless(skip)(`E9: ${name} waits only for the remaining time after a signal`, async () => {
    await using running = run(
      call,
      `const begun = performance.now();
       print("ready", wait(0.3), performance.now() - begun >= 300);`,
    );
    await portOf(running);
    // If each signal restarted the timeout, it would never end.
    const again = setInterval(() => running.child.kill("SIGUSR2"), 20);
    assert.equal(await running.ends(), 0, running.stderr);
    clearInterval(again);
    assert.equal(running.lines[1], "ready 0 True");
  });

  for (const seconds of ["null", "1000"]) {
    testUnless(skip)(`E10: Ctrl-C ends ${name} with a timeout of ${seconds}`, async () => {
      await using running = run(
        call,
        `try { wait(${seconds}); } catch (error) { print(error instanceof KeyboardInterrupt); }`,
      );
      await portOf(running);
      running.child.kill("SIGINT");
      assert.equal(await running.ends(), 0, running.stderr);
      assert.equal(running.lines[1], "True");
    });
  }

  const inWorker = `
    const { parentPort } = require("node:worker_threads");
    import("bsd-sockets").then(({ select, socket }) => {
      ${LISTENER}
      ${call.wait}
      parentPort.postMessage("blocking");
      try { wait(null); } catch (error) { parentPort.postMessage(error.name); }
    });`;

  testUnless(skip)(
    `interrupt() ends ${name} of a worker, and its descriptors are closed`,
    async () => {
      const worker = new Worker(inWorker, { eval: true });
      const messages: unknown[] = [];
      worker.on("message", (message) => messages.push(message));
      await once(worker, "message");
      assert.equal(interrupt(worker.threadId), true);
      await once(worker, "exit");
      assert.deepEqual(messages, ["blocking", "KeyboardInterrupt"]);
    },
  );

  testUnless(skip)(
    `worker.terminate() ends ${name} of a worker, and its descriptors are closed`,
    async () => {
      const worker = new Worker(inWorker, { eval: true });
      await once(worker, "message");
      assert.equal(await worker.terminate(), 1);
    },
  );
}
