// Signals and Ctrl-C during the calls of a socket, in separate processes.

import assert from "node:assert/strict";

import { test } from "vitest";

import { type CallKind, peerOf, startBlocking } from "../support/blocking-program.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { type BlockingCall, isBlockedIn, needsThread } from "../support/once-blocked.ts";
import { wakeUps } from "../support/process-state.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

interface Call {
  /** The case that shows it continues after a signal, if there is one. */
  readonly title: string;
  /** The system call it blocks in. */
  readonly blocksIn: BlockingCall;
  /** The call on `conn`; returns the data, or the number of bytes sent. */
  readonly code: string;
  readonly kind: CallKind;
  /** How many bytes it sends. */
  readonly sends?: number;
}

const calls: Record<string, Call> = {
  recv: {
    title: "E1: recv continues after a signal",
    blocksIn: "recvfrom",
    code: `conn.recv(99)`,
    kind: "receive",
  },
  recvmsg: {
    title: "E2: recvmsg continues after a signal",
    blocksIn: "recvmsg",
    code: `conn.recvmsg(99, 99)[0]`,
    kind: "receive",
  },
  recvfrom: {
    title: "recvfrom continues after a signal",
    blocksIn: "recvfrom",
    code: `conn.recvfrom(99)[0]`,
    kind: "receive",
  },
  send: {
    title: "E3: send continues after a signal",
    blocksIn: "sendto",
    code: `conn.send(Buffer.alloc(1000))`,
    kind: "send",
    sends: 1000,
  },
  sendall: {
    title: "E4: sendall continues after a signal",
    blocksIn: "sendto",
    code: `conn.sendall(Buffer.alloc(1_000_000)) ?? 1_000_000`,
    kind: "send",
    sends: 1_000_000,
  },
  sendmsg: {
    title: "E5: sendmsg continues after a signal",
    blocksIn: "sendmsg",
    code: `conn.sendmsg([Buffer.alloc(500), Buffer.alloc(500)])`,
    kind: "send",
    sends: 1000,
  },
  sendto: {
    title: "sendto continues after a signal",
    blocksIn: "sendto",
    code: `conn.sendto(Buffer.alloc(1000), address)`,
    kind: "send to",
    sends: 1000,
  },
  sendfile: {
    title: "sendfile continues after a signal",
    blocksIn: "sendfile",
    code: `conn.sendfile(openSync(process.execPath), 0, 1_000_000)`,
    kind: "send",
    sends: 1_000_000,
  },
  accept: {
    title: "E6: accept continues after a signal",
    blocksIn: "accept4",
    code: `conn.accept()[0].recv(99)`,
    kind: "accept",
  },
  connect: {
    title: "connect continues after a signal",
    blocksIn: "connect",
    code: `conn.connect(address) ?? conn.recv(99)`,
    kind: "connect",
  },
};

for (const [name, call] of Object.entries(calls)) {
  testUnless(needsThread)(`${call.title} whose handler does nothing`, async () => {
    using peer = peerOf(call.kind);
    const rest = `print("result", String(call()));`;
    await using running = startBlocking(call.kind, peer, call.code, rest);
    const isBlocked = (): boolean => isBlockedIn(call.blocksIn, running.pid);
    await running.prints(/^made$/mu);
    await until(isBlocked);
    for (let count = 0; count < 5; count++) {
      const before = wakeUps(running.pid);
      running.child.kill("SIGUSR2");
      await until(() => wakeUps(running.pid) > before && isBlocked());
    }
    await peer.answer(running, call.sends ?? 0);
    assert.equal(await running.ends(), 0, running.stderr);
    assert.equal(running.lines.at(-1), `result ${call.sends ?? "text"}`);
  });

  test(`E9: after a signal ${name} waits only for the remaining time`, async () => {
    using peer = peerOf(call.kind);
    const rest = `
      const begun = performance.now();
      conn.settimeout(0.3);
      try { call(); } catch (error) { print(error.name, performance.now() - begun >= 300); }`;
    await using running = startBlocking(call.kind, peer, call.code, rest);
    await running.prints(/^made$/mu);
    // If each signal restarted the timeout, it would never end.
    const again = setInterval(() => running.child.kill("SIGUSR2"), 20);
    assert.equal(await running.ends(), 0, running.stderr);
    clearInterval(again);
    assert.equal(running.lines.at(-1), "TimeoutError True");
  });

  for (const timeout of [null, 1000]) {
    test(`E10: Ctrl-C ends ${name} with a timeout of ${timeout}`, async () => {
      using peer = peerOf(call.kind);
      const rest = `
        conn.settimeout(${timeout});
        print("calling");
        try { call(); } catch (error) { print(error instanceof KeyboardInterrupt); }`;
      await using running = startBlocking(call.kind, peer, call.code, rest);
      await running.prints(/^calling$/mu);
      running.child.kill("SIGINT");
      assert.equal(await running.ends(), 0, running.stderr);
      assert.equal(running.lines.at(-1), "True");
    });
  }
}
