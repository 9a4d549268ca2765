// What Linux does, seen through this package: several processes, and threads, at one socket.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import {
  eventsOf,
  needsLinux as skip,
  stateOf,
  Together,
  untilReadable,
} from "../support/kernel.ts";
import { isBlockedIn, isThreadBlockedIn } from "../support/once-blocked.ts";
import { childFile, Running } from "../support/programs.ts";
import { connectedPair, connectTo, listen } from "../support/sockets.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const MEMBERS = 4;
const CONNECTIONS = 5;

/** A process that waits at a listener, and accepts when it is told. */
class Member extends Running {
  #told = 0;

  constructor(listener: socket.Socket, mode: string) {
    super(process.execPath, [childFile("herd-member"), mode], {
      stdio: ["pipe", "pipe", "pipe", listener.fileno()],
    });
  }

  #count(word: string): number {
    return this.lines.filter((line) => line === word).length;
  }

  get wakeUps(): number {
    return this.#count("woken");
  }

  get accepted(): number {
    return this.#count("OK");
  }

  /** True when it waits, and nothing that it was woken for is left to do. */
  get isAsleep(): boolean {
    const isReady = this.lines.includes("ready") && this.#told === this.wakeUps;
    return isReady && isBlockedIn("epoll_wait", this.pid);
  }

  /** Has it try to accept, if it has been woken. */
  tell(): void {
    if (this.#told === this.wakeUps) return;
    this.#told = this.wakeUps;
    this.child.stdin!.write("x");
  }
}

/** A number of all processes together. */
function sum(herd: Member[], name: "wakeUps" | "accepted"): number {
  return herd.reduce((total, member) => total + member[name], 0);
}

/** Makes connections one by one; gives how many wake-ups of processes they were in all. */
async function wakeUpsOf(mode: "all" | "exclusive"): Promise<number> {
  using all = new Together();
  const listener = all.add(listen());
  const herd = Array.from({ length: MEMBERS }, () => new Member(listener, mode));
  const each = mode === "all" ? MEMBERS : 1;
  try {
    for (let made = 1; made <= CONNECTIONS; made++) {
      await until(() => herd.every((member) => member.isAsleep));
      all.add(connectTo(listener));
      // Nobody accepts before all are awake that it wakes.
      await until(() => sum(herd, "wakeUps") >= made * each);
      await until(() => {
        for (const member of herd) member.tell();
        return sum(herd, "accepted") === made;
      });
    }
    return sum(herd, "wakeUps");
  } finally {
    for (const member of herd) await member[Symbol.asyncDispose]();
  }
}

test("experiment 23: a connection wakes each process that waits for it", { skip }, async () => {
  assert.equal(await wakeUpsOf("all"), MEMBERS * CONNECTIONS);
});

test("experiment 23: with EPOLLEXCLUSIVE it does not wake them all", { skip }, async () => {
  const wakeUps = await wakeUpsOf("exclusive");
  assert.ok(wakeUps >= CONNECTIONS && wakeUps < MEMBERS * CONNECTIONS, `${wakeUps}`);
});

/** What a thread reads that is blocked in recv when something happens. */
async function readDuring(client: socket.Socket, happens: () => void): Promise<unknown> {
  const reader = new Worker(childFile("blocked-reader"), { workerData: client.fileno() });
  const [message, ended] = [once(reader, "message"), once(reader, "exit")];
  await until(() => isThreadBlockedIn("recvfrom"));
  happens();
  const [read] = (await message) as [unknown];
  await ended;
  return read;
}

test("experiment 26: close does not wake a thread that is blocked in recv", { skip }, async () => {
  using pair = connectedPair();
  const { client, server } = pair;
  const read = await readDuring(client, () => {
    client.close();
    assert.deepEqual([stateOf(server), eventsOf(server)], ["ESTABLISHED", "OUT"]);
    server.send(Buffer.from("text"));
  });
  assert.equal(read, "text");
  // Only now the connection is closed.
  untilReadable(server);
  assert.equal(server.recv(1).length, 0);
});

test("experiment 26: shutdown does", { skip }, async () => {
  using pair = connectedPair();
  const read = await readDuring(pair.client, () => {
    pair.client.shutdown(socket.SHUT_RDWR);
  });
  assert.equal(read, "");
});
