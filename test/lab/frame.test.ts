// The parts of experiments: processes, calls, blocked calls, threads, pollers, passed sockets.
// Each test is an experiment.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { b } from "bsd-sockets/python";
import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import type { LabEvent } from "#internal/lab/events.js";
import type { Experiment, Need } from "#internal/lab/experiment.js";
import type { Observed } from "#internal/lab/observed.js";
import type { Lab } from "#internal/lab/lab.js";
import { reasonToSkip } from "#internal/lab/needs.js";
import { runExperiment } from "#internal/lab/runner.js";
import { connection, listening } from "#internal/lab/scenes.js";
import type { Verdict } from "#internal/lab/verdict.js";

import { checkDescriptors } from "../support/descriptors.ts";
import { needsProc } from "../support/process-state.ts";
import { testUnless } from "../support/unless.ts";
import { makeSockets, module } from "./make-sockets.ts";

checkDescriptors();

function experimentOf(
  run: (lab: Lab) => Promise<void>,
  expected: Readonly<Record<string, Observed>> = {},
  needs: readonly Need[] = [],
): Experiment {
  const texts = { title: "A title", question: "A question?", explanation: "Why." };
  const prediction = { ask: "What?", choices: { a: "b" }, observation: "a" };
  const both = { linux: expected, darwin: expected };
  return { name: "of-a-test", ...texts, prediction, expected: both, manual: [], needs, run };
}

async function verdictOf(
  run: (lab: Lab) => Promise<void>,
  expected: Readonly<Record<string, Observed>>,
  report: (event: LabEvent) => void = () => undefined,
): Promise<Verdict> {
  const experiment = experimentOf(run, expected);
  return await runExperiment({ experiment, module, report, deadlineSeconds: 200 });
}

/** Runs an experiment, which must make exactly these observations. */
async function observes(
  expected: Readonly<Record<string, Observed>>,
  run: (lab: Lab) => Promise<void>,
  report?: (event: LabEvent) => void,
): Promise<void> {
  const { agrees, observed, error } = await verdictOf(run, expected, report);
  assert.equal(error, undefined);
  assert.deepEqual(observed, expected);
  assert.ok(agrees);
}

test("an outcome is one value: bytes are text, no result is OK, an error is its name", async () => {
  const expected = { shutdown: "OK", recv: "text", end: "", send: "EPIPE", address: true };
  await observes(expected, async (lab) => {
    const { client, conn } = await connection(lab);
    await client.send(b`text`);
    await client.send(b`more`);
    lab.observe("shutdown", await client.shutdown(socket.SHUT_WR).outcome());
    lab.observe("recv", await conn.recv(4).outcome());
    assert.deepEqual(await conn.recv(99), Buffer.from("more"));
    lab.observe("end", await conn.recv(99).outcome());
    await assert.rejects(async () => await client.send(b`x`), { code: "EPIPE" });
    lab.observe("send", await client.send(b`x`).outcome());
    const [, port] = await conn.getpeername();
    lab.observe("address", port === client.address[1]);
  });
});

testUnless(needsProc)("a call fills the memory that it is given", async () => {
  await observes({ count: 10 }, async (lab) => {
    const process_ = await lab.process("process");
    const receiver = await process_.socket("receiver", socket.AF_INET, socket.SOCK_DGRAM);
    await receiver.bind(["127.0.0.1", 0]);
    const sender = await process_.socket("sender", socket.AF_INET, socket.SOCK_DGRAM);
    await sender.sendto(b`0123456789`, receiver.address);
    const memory = Buffer.alloc(4);
    const flags = socket.MSG_PEEK | socket.MSG_TRUNC;
    lab.observe("count", await receiver.recv_into(memory, 4, flags));
    assert.equal(String(memory), "0123");
  });
});

testUnless(needsProc)("a blocked call can be left asleep and awaited later", async () => {
  await observes({ accept: "OK", seconds: true }, async (lab) => {
    const { listener } = await listening(lab);
    const accepting = await listener.accept("conn").blocks();
    const client = await (await lab.process("client")).socket("client");
    await client.connect(listener.address);
    const { outcome, seconds } = await accepting.timed();
    lab.observe("accept", outcome);
    lab.observe("seconds", seconds > 0);
  });
});

testUnless(needsProc)("blocks() throws for a call that does not block", async () => {
  const { error } = await verdictOf(async (lab) => {
    const { client } = await connection(lab);
    await client.setblocking(false);
    await client.recv(99).blocks();
  }, {});
  assert.match(error!, /the call does not block; its outcome is "EAGAIN"/u);
});

testUnless(needsProc)(
  "a blocked call knows where it sleeps, and whether it still sleeps",
  async () => {
    const expected = { sleeps: "recvfrom", "with a timeout": "poll", "sleeps on": "true, false" };
    await observes(expected, async (lab) => {
      const { client, conn } = await connection(lab);
      const first = await client.recv(99).blocks();
      lab.observe("sleeps", first.sleepsIn);
      const sleptOn = first.stillSleeps;
      await conn.send(b`text`);
      await first.returns();
      lab.observe("sleeps on", `${sleptOn}, ${first.stillSleeps}`);
      await client.settimeout(20);
      const second = await client.recv(99).blocks();
      lab.observe("with a timeout", second.sleepsIn);
      await conn.send(b`text`);
      await second.returns();
    });
  },
);

testUnless(needsProc)("another thread can block while the main thread goes on", async () => {
  const expected = { recv: "text", "recv, shut down": "", "asleep after close": "ESTABLISHED" };
  await observes(expected, async (lab) => {
    const { clientProcess, client, conn, listener } = await connection(lab);
    const thread = await clientProcess.thread("reader");
    // close() ends other threads' calls with EBADF, except a call with MSG_WAITALL.
    const reading = await client.inThread(thread).recv(4, socket.MSG_WAITALL).blocks();
    await client.close();
    lab.observe("asleep after close", await conn.tcpState());
    await conn.send(b`text`);
    lab.observe("recv", await reading.outcome());

    const second = await clientProcess.socket("second");
    await second.connect(listener.address);
    const readingAgain = await second.inThread(thread).recv(99).blocks();
    await second.shutdown(socket.SHUT_RDWR);
    lab.observe("recv, shut down", await readingAgain.outcome());
  });
});

const skipEpoll = select.epoll === undefined && "this system has no epoll";

testUnless(skipEpoll)("pollers report names and events", async () => {
  const expected = {
    nothing: "nothing",
    epoll: "a IN",
    poll: "a IN|OUT, b OUT",
    select: "a, b, ",
    ring: "ELOOP",
    stale: "a NVAL",
    closed: "EBADF",
  };
  await observes(expected, async (lab) => {
    const process_ = await lab.process("process");
    const [a, other] = await process_.socketpair(["a", "b"]);
    const epoll = await process_.epoll("epoll");
    await epoll.register(a, select.EPOLLIN! | select.EPOLLET!);
    lab.observe("nothing", await epoll.poll(0).outcome());
    await other.send(b`x`);
    lab.observe("epoll", await epoll.poll(0).outcome());

    const poll = await process_.poll("poll");
    for (const one of [a, other]) await poll.register(one, select.POLLIN | select.POLLOUT);
    lab.observe("poll", await poll.poll(0).outcome());
    lab.observe("select", await process_.select([a], [other], [], 0).outcome());

    const second = await process_.epoll("second");
    await second.register(epoll, select.EPOLLIN!);
    lab.observe("ring", await epoll.register(second, select.EPOLLIN!).outcome());

    await poll.unregister(other);
    const { fd } = a;
    await a.close();
    lab.observe("stale", await poll.poll(0).outcome());
    lab.observe("closed", await process_.select([fd], [], [], 0).outcome());
  });
});

testUnless(skipEpoll)(
  "waiting in an epoll differs from the process's idle event loop",
  async () => {
    await observes({ events: "a IN" }, async (lab) => {
      const waiter = await lab.process("waiter");
      const { clientProcess, client, conn } = await connection(lab);
      const a = await clientProcess.pass(client, waiter, "a");
      const epoll = await waiter.epoll("epoll");
      await epoll.register(a, select.EPOLLIN!);
      const waiting = await epoll.poll().blocks();
      await conn.send(b`text`);
      lab.observe("events", await waiting.outcome());
    });
  },
);

test("a passed socket is the same socket", async () => {
  await observes({ recv: "text", state: "ESTABLISHED" }, async (lab) => {
    const { clientProcess, client, conn } = await connection(lab);
    const other = await lab.process("other");
    const same = await clientProcess.pass(client, other, "same");
    await client.close();
    lab.observe("state", await conn.tcpState());
    await conn.send(b`text`);
    lab.observe("recv", await same.recv(99).outcome());
  });
});

const LIMIT = 256;

test("a process that is out of descriptors can still be observed", async () => {
  const names = new Set<string>();
  const keep = (event: LabEvent): void => {
    if ("sockets" in event) for (const { name } of event.sockets) names.add(name);
  };
  const expected = { made: "EMFILE", fd: LIMIT - 1, accept: "EMFILE", readiness: "IN", room: "OK" };
  const run = async (lab: Lab): Promise<void> => {
    const { server, listener } = await listening(lab, { descriptors: LIMIT });
    const client = await (await lab.process("client")).socket("client");
    await client.connect(listener.address);
    lab.observe("made", await server.run("socket() until it fails", makeSockets, "last"));
    const last = server.named("last");
    lab.observe("fd", last.fd);
    lab.observe("accept", await listener.accept("conn").outcome());
    lab.observe("readiness", await listener.readiness());
    await last.close();
    lab.observe("room", await listener.accept("conn").outcome());
  };
  await observes(expected, run, keep);
  assert.deepEqual([...names].sort(), ["(not accepted)", "client", "conn", "last", "listener"]);
});

const needsNetwork = reasonToSkip(experimentOf(() => Promise.resolve(), {}, ["network namespace"]));

testUnless(needsNetwork ?? false)("processes can have their own network namespace", async () => {
  const expected = { send: 4, recv: "text", "table has queues": true, error: "ETIMEDOUT" };
  await observes(expected, async (lab) => {
    const { server, listener } = await listening(lab, { network: "own" });
    const other = await lab.process("client", { network: server });
    const client = await other.socket("client");
    await client.connect(listener.address);
    const conn = await listener.accept("conn");
    lab.observe("send", await conn.send(b`text`));
    lab.observe("table has queues", (await client.seen())?.receiveQueue === 4);
    lab.observe("recv", await client.recv(99).outcome());
    await client.setOption("TCP_USER_TIMEOUT", 500);
    await server.setLoopback(false);
    await client.send(b`text`);
    lab.observe("error", await client.recv(99).outcome());
  });
});

testUnless(needsProc)(
  "a connection that the kernel keeps after close() is shown under its name",
  async () => {
    const kept: unknown[] = [];
    const keep = (event: LabEvent): void => {
      if (!("sockets" in event)) return;
      for (const { process: owner, name, isOpen, state } of event.sockets) {
        if (!isOpen) kept.push([owner, name, state].join(" "));
      }
    };
    const run = async (lab: Lab): Promise<void> => {
      const { client, conn } = await connection(lab);
      await client.close();
      await client.untilState("FIN_WAIT2");
      await conn.close();
      await client.untilState("TIME_WAIT");
      lab.observe("state", await client.tcpState());
    };
    await observes({ state: "TIME_WAIT" }, run, keep);
    for (const one of [
      " (not accepted) ESTABLISHED",
      "client client FIN_WAIT2",
      "client client TIME_WAIT",
    ]) {
      assert.ok(kept.includes(one), `${one} is not among ${kept.join(", ")}`);
    }
  },
);

test("the kernel closes the connections of a killed process", async () => {
  await observes({ recv: "", "with data unread": "ECONNRESET" }, async (lab) => {
    const { client, clientProcess, server, listener } = await connection(lab);
    const second = await (await lab.process("other")).socket("second");
    await second.connect(listener.address);
    const conn = await listener.accept("its conn");
    await clientProcess.kill();
    lab.observe("recv", await server.named("conn").recv(99).outcome());
    await second.send(b`text`);
    await conn.untilReady("IN");
    await server.kill();
    lab.observe("with data unread", await second.recv(99).outcome());
    assert.throws(() => client.fd, /client is closed/u);
  });
});

testUnless(needsProc)("requests to a process that has just ended are rejected", async () => {
  const { error } = await verdictOf(async (lab) => {
    const server = await lab.process("server");
    process.kill(server.pid, "SIGKILL");
    // It is dead, but this process has not been notified yet.
    while (!/^State:\s+Z/mu.test(readFileSync(`/proc/${server.pid}/status`, "utf8")));
    const asking = Array.from({ length: 3 }, async () => server.ask({ kind: "thread", name: "t" }));
    const failures = await Promise.allSettled(asking);
    assert.ok(failures.every(({ status }) => status === "rejected"));
    await asking[0];
  }, {});
  assert.match(error!, /^the process server ended with SIGKILL/u);
});

testUnless(needsProc)("pending errors are read at the end, not before", async () => {
  const errors: string[] = [];
  const keep = (event: LabEvent): void => {
    if (!("sockets" in event)) return;
    const found = event.sockets.find(({ name }) => name === "client");
    if (found !== undefined) errors.push(found.error);
  };
  const run = async (lab: Lab): Promise<void> => {
    const { client, conn } = await connection(lab);
    await conn.setOption("SO_LINGER", { onoff: true, linger: 0 });
    await conn.close();
    await client.untilReady("ERR");
    lab.observe("readiness", await client.readiness());
  };
  await observes({ readiness: "IN|OUT|ERR|HUP|RDHUP" }, run, keep);
  assert.deepEqual(errors.slice(-2), ["pending", "ECONNRESET"]);
});

testUnless(needsProc)("a listener reports connections that have not been accepted", async () => {
  await observes({ waiting: "ESTABLISHED", accepted: 0 }, async (lab) => {
    const { listener } = await listening(lab);
    const client = await (await lab.process("client")).socket("client");
    await client.connect(listener.address);
    await listener.untilNotAccepted("ESTABLISHED");
    lab.observe("waiting", (await listener.notAccepted()).join());
    await listener.accept("conn");
    await listener.untilNotAccepted();
    lab.observe("accepted", (await listener.notAccepted()).length);
  });
});
