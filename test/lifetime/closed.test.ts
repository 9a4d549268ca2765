// Another thread closes a descriptor, and the next socket gets its number.

import assert from "node:assert/strict";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { needsProc, wakeUps } from "../support/process-state.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";
import { type BlockedWorker, outcomeOf, startBlocked } from "./blocked.ts";
import { blockingNames, hasDescriptor } from "./blocking-calls.ts";
import { closeBesideWorker, closeInWorker, OTHER, Successors } from "./successors.ts";
import { onEach } from "./terminate.ts";

checkDescriptors();
const skip = needsProc;

async function closeUnderneath(name: string): Promise<void> {
  const blocked = await startBlocked(name);
  const outcome = outcomeOf(blocked);
  const exited = once(blocked.worker, "exit");
  using successors = new Successors();
  // Node opens descriptors too, and may get the number.
  syscalls.close(blocked.fd!);
  const successor = successors.takeOver(blocked.fd!);
  assert.equal(await outcome, "EBADF", name);
  await exited;
  // Neither the call nor its worker's end has touched the other connection.
  assert.deepEqual(successor.recv(100), OTHER);
}

testUnless(skip)(
  "close() ends the blocked calls of workers before the descriptor can be reused",
  async () => {
    await onEach(blockingNames.filter(hasDescriptor), closeUnderneath, 1);
  },
);

/** A blocked worker is checked if its event loop was sent a message. */
async function lookedAt(name: string, run: (blocked: BlockedWorker) => void): Promise<unknown> {
  const blocked = await startBlocked(name);
  const outcome = outcomeOf(blocked);
  const exited = once(blocked.worker, "exit");
  const before = wakeUps(process.pid, blocked.thread);
  blocked.worker.postMessage("waits");
  await until(() => wakeUps(process.pid, blocked.thread) > before);
  run(blocked);
  await exited;
  return await outcome;
}

testUnless(skip)("a call that was repeated anyway ends with EBADF", async () => {
  using successors = new Successors();
  const outcome = await lookedAt("recv", ({ fd }) => {
    syscalls.close(fd!);
    successors.takeOver(fd!);
  });
  assert.equal(outcome, "EBADF");
});

testUnless(skip)("a worker that is sent nothing keeps sleeping", async () => {
  // Messages sent while it was starting cause a check first.
  const still = await startBlocked("recv");
  let looks = wakeUps(process.pid, still.thread);
  let quiet = 0;
  await until(() => {
    const now = wakeUps(process.pid, still.thread);
    quiet = now === looks ? quiet + 1 : 0;
    looks = now;
    return quiet >= 100;
  });
  await still.worker.terminate();
});

/** Checks that no call of a closed socket reaches the socket that has its number now. */
async function refusesAllUse(close: (fd: number) => Promise<void>): Promise<void> {
  const stale = socket.socket();
  const number = stale.fileno();
  await close(number);
  using successors = new Successors();
  const successor = successors.takeOver(number);
  assert.equal(stale.fileno(), -1);
  assert.match(stale.toString(), /fd=-1/u);
  for (const use of [
    () => stale.recv(100),
    () => stale.recv_into(Buffer.alloc(9)),
    () => stale.recvfrom(9),
    () => stale.recvmsg(9),
    () => stale.send(OTHER),
    () => {
      stale.sendall(OTHER);
    },
    () => stale.sendmsg([OTHER]),
    () => stale.accept(),
    () => {
      stale.listen();
    },
    () => {
      stale.shutdown(socket.SHUT_RDWR);
    },
    () => stale.getsockname(),
    () => stale.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE),
    () => stale.dup(),
    () => {
      stale.setblocking(false);
    },
    () => {
      stale.close();
    },
  ]) {
    failsWith("EBADF", use);
  }
  stale.close();
  assert.deepEqual(successor.recv(100), OTHER);
}

test("a socket whose descriptor another thread closed does not use the next one's", async () => {
  await refusesAllUse(closeInWorker);
});

test("nor does one whose descriptor its own thread closed by number", async () => {
  await refusesAllUse(closeBesideWorker);
});

test("its finalizer does not close the next one's either", async () => {
  const stale = socket.socket();
  const number = stale.fileno();
  await closeInWorker(number);
  using successors = new Successors();
  const successor = successors.takeOver(number);
  assert.equal(stale.detach(), -1);
  assert.deepEqual(successor.recv(100), OTHER);
});

testUnless(skip)("a worker's close() ends a call of the blocked main thread", async () => {
  const [own, peer] = socket.socketpair();
  const code = `
    const { workerData } = require("node:worker_threads");
    const { readFileSync } = require("node:fs");
    import("bsd-sockets/syscalls").then((raw) => {
      const { fd, pid, numbers } = workerData;
      const call = () => readFileSync(\`/proc/\${pid}/task/\${pid}/syscall\`, "utf8").split(" ");
      for (;;) {
        const [number, first] = call();
        if (numbers.includes(number) && Number(first) === fd) break;
      }
      raw.close(fd);
    });`;
  const fd = own.fileno();
  const numbers = ["45", "207"]; // recvfrom on x86-64, on arm64
  const worker = new Worker(code, { eval: true, workerData: { fd, pid: process.pid, numbers } });
  const exited = once(worker, "exit");
  await once(worker, "online");
  failsWith("EBADF", () => own.recv(1));
  failsWith("EBADF", () => {
    own.close();
  });
  await exited;
  peer.close();
});

test("a second close, and use after close or detach, behave as documented", () => {
  const s = socket.socket();
  s.close();
  s.close();
  failsWith("EBADF", () => s.recv(1));
  const given = socket.socket();
  const fd = given.detach();
  assert.equal(given.detach(), -1);
  given.close();
  failsWith("EBADF", () => given.recv(1));
  assert.equal(syscalls.close(fd), 0);
  assert.ok(syscalls.close(fd) < 0);
});
