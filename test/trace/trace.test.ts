import assert from "node:assert/strict";
import { once } from "node:events";
import { threadId, Worker } from "node:worker_threads";

import { POLLIN } from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { type Call, formatCall, trace } from "bsd-sockets/trace";
import { describe, test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

function namesOf(calls: readonly Call[]): string[] {
  return calls.map(({ name }) => name);
}

function openAndClose(count = 1): void {
  for (let i = 0; i < count; i++) socket.socket().close();
}

describe("trace()", () => {
  test("contains the calls of a using block, and no others", () => {
    openAndClose();
    let calls: Call[];
    {
      using traced = trace();
      openAndClose();
      calls = traced.take();
    }
    openAndClose();
    assert.deepEqual(namesOf(calls), ["socket", "close"]);
    const [opened, closed] = calls;
    assert.deepEqual(
      [opened?.number, closed?.number, opened?.process, opened?.fd, closed?.fd],
      [1, 2, process.pid, null, opened?.result],
    );
    assert.equal(opened?.states, undefined);
    assert.ok(opened!.duration > 0 && closed!.start >= opened!.start + opened!.duration);
  });

  test("a failed call has its error", () => {
    using client = socket.socket();
    client.setblocking(false);
    // Bound, so that the port is taken, but not listening.
    using closed = socket.socket();
    closed.bind(["127.0.0.1", 0]);
    const address = closed.getsockname();
    using traced = trace();
    client.connect_ex(address);
    const [call] = traced.take();
    assert.equal(call?.result, -1);
    assert.match(formatCall(call), /\) = -1 E[A-Z]+ \([A-Z][a-z ]+\) <\d\.\d{6}>$/u);
  });

  test("shows the descriptor that poll found, after any number of others", () => {
    const [left, right] = socket.socketpair();
    using closingLeft = left;
    using closingRight = right;
    closingRight.sendall(Buffer.from("x"));
    // Negative descriptors are skipped.
    const fds = new Int32Array(2 * 1000).fill(-1);
    fds.set([closingLeft.fileno(), POLLIN], fds.length - 2);
    using traced = trace();
    assert.equal(syscalls.poll(fds, 1000), 1);
    const [call] = traced.take();
    assert.equal(call?.comment, `[{fd=${closingLeft.fileno()}, revents=POLLIN}]`);
  });

  test("calls a listener when the function is done", () => {
    const told: string[] = [];
    using traced = trace((call) => told.push(formatCall(call)));
    const s = socket.socket();
    assert.equal(told.length, 1);
    s.close();
    assert.equal(told.length, 2);
    assert.match(told[1]!, new RegExp(`^close\\(${/= (\d+) /u.exec(told[0]!)![1]}\\) = 0 `, "u"));
    assert.deepEqual(traced.take(), []);
  });

  test("calls made by a listener are not recorded", () => {
    const told: string[] = [];
    const traced = trace((call) => {
      told.push(call.name);
      openAndClose();
    });
    openAndClose();
    traced.stop();
    assert.deepEqual(told, ["socket", "close"]);
  });

  test("an error in a listener does not lose the call's result", async () => {
    const code = `
      Promise.all([import("bsd-sockets/socket"), import("bsd-sockets/trace")]).then(
        ([socket, { trace }]) => {
          process.once("uncaughtException", (error) => console.log(error.message));
          trace(() => {
            throw new Error("the listener's");
          });
          console.log(socket.socket().fileno() > 2);
        },
      );`;
    await using program = new Running(process.execPath, ["-e", code], { cwd: root });
    assert.equal(await program.ends(), 0);
    assert.equal(program.stdout, "true\nthe listener's\n");
  });

  test("an error in a listener does not affect the other listeners", async () => {
    const code = `
      Promise.all([import("bsd-sockets/socket"), import("bsd-sockets/trace")]).then(
        ([socket, { trace }]) => {
          process.on("uncaughtException", (error) => console.log(error.message));
          const told = [];
          const failing = trace(() => {
            throw new Error("the listener's");
          });
          trace((call) => told.push(call.name));
          const kept = trace();
          socket.socket().close();
          failing.stop();
          console.log(...told, kept.take().length);
        },
      );`;
    await using program = new Running(process.execPath, ["-e", code], { cwd: root });
    assert.equal(await program.ends(), 0);
    assert.equal(program.stdout, "socket close 2\nthe listener's\nthe listener's\n");
  });

  test("calls made by a listener do not change results", () => {
    using other = socket.socket();
    other.bind(["127.0.0.1", 0]);
    using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    sender.bind(["127.0.0.1", 0]);
    using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    receiver.bind(["127.0.0.1", 0]);
    using selector = new selectors.DefaultSelector();
    selector.register(receiver, selectors.EVENT_READ, "receiver");
    selector.register(other, selectors.EVENT_READ | selectors.EVENT_WRITE, "other");
    const address = sender.getsockname();
    sender.sendto(Buffer.from("x"), receiver.getsockname());
    const traced = trace(() => {
      other.getsockname();
      other.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE);
      selector.unregister(receiver);
      selector.select(0);
      selector.register(receiver, selectors.EVENT_READ, "receiver");
    });
    assert.ok(selector.select(0).some(([key]) => key.data === "receiver"));
    assert.deepEqual(receiver.recvfrom(1)[1], address);
    const type: number = receiver.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE);
    traced.stop();
    assert.equal(type, socket.SOCK_DGRAM);
  });

  testUnless(process.platform !== "linux")(
    "shows only as much of an option as there was room for",
    () => {
      const [NETLINK_ROUTE, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS] = [0, 270, 9];
      using s = socket.socket(socket.AF_NETLINK!, socket.SOCK_RAW, NETLINK_ROUTE);
      using traced = trace();
      // The kernel returns the length of all memberships, and writes what fits.
      s.getsockopt(SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, 1);
      assert.match(traced.take()[0]!.arguments[3]!, /^"(\\0)?"$/u);
    },
  );

  test("many calls can be taken at once", () => {
    using s = socket.socket();
    using traced = trace(null, { capacity: 1_000_000 });
    for (let i = 0; i < 150_000; i++) s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE);
    assert.equal(traced.take().length, 150_000);
  });

  test("shows the first buffers of a message, and their number", () => {
    const [left, right] = socket.socketpair();
    using traced = trace();
    left.sendmsg(Array.from({ length: 1000 }, () => Buffer.from("x")));
    left.close();
    right.close();
    const text = traced.take()[0]!.arguments[1]!;
    assert.equal(text.split("iov_base").length - 1, 32);
    assert.ok(text.includes(", ...], msg_iovlen=1000, "));
  });

  test("a string of megabytes can be shown", () => {
    const [left, right] = socket.socketpair();
    left.setblocking(false);
    using traced = trace(null, { stringLimit: 2 ** 31 - 1 });
    left.send(Buffer.alloc(20_000_000, "x"));
    left.close();
    right.close();
    assert.ok(formatCall(traced.take()[0]!).length > 20_000_000);
  });

  test("drops the oldest calls, and counts them", () => {
    using traced = trace(null, { capacity: 4 });
    openAndClose(5);
    const calls = traced.take();
    assert.deepEqual(
      calls.map(({ number }) => number),
      [7, 8, 9, 10],
    );
    assert.equal(traced.lost, 6);
    openAndClose();
    assert.deepEqual(
      traced.take().map(({ number }) => number),
      [11, 12],
    );
    assert.equal(traced.lost, 6);
  });

  test("concurrent traces each get what they asked for", () => {
    using outer = trace();
    openAndClose();
    const told: string[] = [];
    const inner = trace((call) => told.push(call.name), { capacity: 1 });
    openAndClose();
    inner.stop();
    openAndClose();
    assert.deepEqual(told, ["socket", "close"]);
    assert.equal(outer.take().length, 6);
    assert.equal(outer.lost, 0);
  });

  test("recorded calls can be taken after the end", () => {
    const traced = trace(null, { capacity: 3 });
    openAndClose(2);
    traced.stop();
    traced.stop();
    openAndClose();
    assert.deepEqual(namesOf(traced.take()), ["close", "socket", "close"]);
    assert.equal(traced.lost, 1);
    assert.deepEqual(traced.take(), []);
  });

  test("shows as much data as requested", () => {
    const [left, right] = socket.socketpair();
    using traced = trace(null, { stringLimit: 5 });
    left.sendall(Buffer.from("Hello, world"));
    right.recv(100);
    left.close();
    right.close();
    const [sent, received] = traced.take();
    assert.equal(sent?.arguments[1], '"Hello"...');
    assert.equal(received?.arguments[1], '"Hello"...');
  });

  test("records the thread that made the trace", async () => {
    using traced = trace();
    const code = `require("node:worker_threads").parentPort.postMessage(null);`;
    const worker = new Worker(
      `import(${JSON.stringify(import.meta.resolve("bsd-sockets/socket"))}).then((socket) => {
        socket.socket().close();
        ${code}
      });`,
      { eval: true },
    );
    await once(worker, "message");
    await worker.terminate();
    assert.deepEqual(traced.take(), []);
    openAndClose();
    assert.equal(threadId, 0);
    if (process.platform === "linux") assert.equal(traced.take()[0]?.thread, process.pid);
  });

  testUnless(process.platform !== "linux")("includes TCP states on request", () => {
    using traced = trace(null, { states: true });
    const listener = socket.socket();
    listener.bind(["127.0.0.1", 0]);
    listener.listen();
    const client = socket.socket();
    client.connect(listener.getsockname());
    const [server] = listener.accept();
    client.shutdown(socket.SHUT_WR);
    for (const s of [server, client, listener]) s.close();
    const states = traced.take().map((call) => {
      const words = (call.states ?? []).map(({ state }) => state);
      return `${call.name}: ${words.join(" ")}`;
    });
    assert.equal(
      states.join("\n").replace("FIN_WAIT2", "FIN_WAIT1"),
      `socket: CLOSE
bind: CLOSE
listen: LISTEN
socket: LISTEN CLOSE
getsockname: LISTEN CLOSE
connect: LISTEN ESTABLISHED
accept4: LISTEN ESTABLISHED ESTABLISHED
shutdown: LISTEN FIN_WAIT1 CLOSE_WAIT
close: LISTEN CLOSE
close: LISTEN
close: `,
    );
  });

  test("invalid arguments", () => {
    assert.throws(() => trace(3 as never), TypeError);
    for (const options of [null, 5, "text"]) {
      assert.throws(
        () => trace(null, options as never),
        /^TypeError.*: trace\(\): options must be an object/u,
      );
    }
    for (const capacity of ["many", 1.5, NaN]) {
      assert.throws(() => trace(null, { capacity: capacity as never }), TypeError);
    }
    for (const capacity of [0, -1, 1e12]) {
      assert.throws(() => trace(null, { capacity }), RangeError);
    }
    assert.throws(() => trace(null, { stringLimit: -1 }), RangeError);
    trace(null, { stringLimit: 0 }).stop();
  });
});
