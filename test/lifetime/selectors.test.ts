// A selector whose own descriptor is closed by its number, which the next socket then gets.

import assert from "node:assert/strict";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

import * as selectors from "bsd-sockets/selectors";
import * as syscalls from "bsd-sockets/syscalls";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { testUnless } from "../support/unless.ts";
import { closeBesideWorker, closeInWorker, OTHER, Successors } from "./successors.ts";

checkDescriptors();

/** The selector classes with a descriptor, on systems that have them. */
const classes = {
  EpollSelector: selectors.EpollSelector,
  KqueueSelector: selectors.KqueueSelector,
};

for (const [name, Selector] of Object.entries(classes)) {
  const skip = Selector === undefined && "this system has no such call";

  const closings = {
    "another thread": closeInWorker,
    "this thread": closeBesideWorker,
  };
  for (const [who, close] of Object.entries(closings)) {
    testUnless(skip)(
      `${name}: when ${who} closes its number, the next owner keeps it`,
      async () => {
        using successors = new Successors();
        const selector = new Selector!();
        const number = selector.fileno();
        await close(number);
        const successor = successors.takeOver(number);
        assert.equal(selector.fileno(), -1);
        selector.close();
        assert.deepEqual(successor.recv(100), OTHER);
      },
    );
  }

  testUnless(skip)(
    `${name}: its calls do not affect another selector that has its number`,
    async () => {
      using successors = new Successors();
      const stale = new Selector!();
      const number = stale.fileno();
      await closeInWorker(number);
      const others = [new Selector!()];
      while (others.at(-1)!.fileno() !== number) others.push(new Selector!());
      const other = others.at(-1)!;
      const watched = successors.one();
      other.register(watched, selectors.EVENT_READ);
      failsWith("EBADF", () => stale.select(0));
      failsWith("EBADF", () => stale.register(watched, selectors.EVENT_WRITE));
      stale.close();
      const ready = other.select(0).map(([key, events]) => [key.fd, events]);
      assert.deepEqual(ready, [[watched.fileno(), selectors.EVENT_READ]]);
      for (const selector of others) selector.close();
    },
  );

  testUnless(skip)(`${name}: the end of a worker leaves a reused number open`, async () => {
    using successors = new Successors();
    const code = `
      const { parentPort } = require("node:worker_threads");
      import("bsd-sockets/selectors").then((selectors) => {
        globalThis.selector = new selectors.${name}();
        parentPort.postMessage(selector.fileno());
        parentPort.on("message", () => {});
      });`;
    const worker = new Worker(code, { eval: true });
    const [number] = (await once(worker, "message")) as [number];
    syscalls.close(number);
    const successor = successors.takeOver(number);
    await worker.terminate();
    assert.deepEqual(successor.recv(100), OTHER);
  });
}
