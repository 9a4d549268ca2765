import assert from "node:assert/strict";

import { KeyboardInterrupt, OSError } from "bsd-sockets/errors";
import { ENETDOWN } from "bsd-sockets/errno";
import { test } from "vitest";
import type { Arrival } from "#internal/tools/ping/network.js";
import { Session } from "#internal/tools/ping/session.js";
import { roundTripOf, statisticsLines } from "#internal/tools/ping/statistics.js";
import { timeText } from "#internal/tools/ping/view.js";

type Answer = (sequence: number) => Arrival[];

function reply(sequence: number): Arrival {
  return { kind: "reply", from: "192.0.2.1", sequence, bytes: 8, ttl: 1, arrival: null };
}

/** Runs a session over a fake network with these responses; returns its statistics and reports. */
function run(count: number, answer: Answer, refuse?: (sequence: number) => boolean) {
  const heard: string[] = [];
  let waiting: Arrival[] = [];
  const network = {
    send(sequence: number): number {
      if (refuse?.(sequence) === true) throw OSError.from(ENETDOWN, { syscall: "sendto" });
      waiting.push(...answer(sequence));
      return performance.now();
    },
    receive(): Arrival[] {
      const arrived = waiting;
      waiting = [];
      return arrived;
    },
  };
  const address: [string, number] = ["192.0.2.1", 0];
  const plan = { address, data: Buffer.alloc(0), count, interval: 0.002, timeout: 0.01 };
  const statistics = new Session(network, plan, {
    reply({ sequence }, _, isDuplicate) {
      heard.push(`${isDuplicate ? "again" : "reply"} ${sequence}`);
    },
    failure({ sequence, text }) {
      heard.push(`failure ${String(sequence)} ${text}`);
    },
  }).run();
  return { statistics, heard };
}

/** Returns only the counts. */
function counts({ statistics }: ReturnType<typeof run>): number[] {
  const { transmitted, received, duplicates, errors } = statistics;
  return [transmitted, received, duplicates, errors];
}

test("each response counts once; a second one is a duplicate", () => {
  const result = run(3, (sequence) => [reply(sequence), ...(sequence === 2 ? [reply(2)] : [])]);
  assert.deepEqual(counts(result), [3, 3, 1, 0]);
  assert.deepEqual(result.heard.slice(0, 2), ["reply 1", "reply 2"]);
  assert.ok(result.heard.includes("again 2"));
});

test("responses to unsent requests are ignored", () => {
  assert.deepEqual(counts(run(1, () => [reply(99)])), [1, 0, 0, 0]);
});

test("failures are reported, including requests that cannot be sent", () => {
  const failure = { kind: "failure", from: "192.0.2.9", sequence: 1, text: "no" } as const;
  const result = run(
    3,
    (sequence) => (sequence === 1 ? [failure] : [reply(sequence)]),
    (sequence) => sequence === 2,
  );
  assert.deepEqual(counts(result), [3, 1, 0, 2]);
  assert.deepEqual(result.heard, ["failure 1 no", "failure 2 sendto: Network is down", "reply 3"]);
  assert.throws(
    () =>
      run(
        2,
        () => [],
        () => true,
      ),
    OSError,
  );
});

test("Ctrl-C ends it with the statistics so far", () => {
  const result = run(5, (sequence) => {
    if (sequence === 3) throw new KeyboardInterrupt();
    return [reply(sequence)];
  });
  assert.deepEqual(counts(result), [2, 2, 0, 0]);
});

test("the last lines are like ping's", () => {
  const some = { transmitted: 3, received: 2, duplicates: 1, errors: 1, duration: 400.4 };
  assert.deepEqual(statisticsLines("host", { ...some, times: [1, 3] }), [
    "",
    "--- host ping statistics ---",
    "3 packets transmitted, 2 received, +1 duplicates, +1 errors, 33.3333% packet loss, time 400ms",
    "rtt min/avg/max/mdev = 1.000/2.000/3.000/1.000 ms",
  ]);
  const none = { transmitted: 0, received: 0, duplicates: 0, errors: 0, duration: 0, times: [] };
  assert.deepEqual(statisticsLines("host", none).slice(2), [
    "0 packets transmitted, 0 received, 0% packet loss, time 0ms",
  ]);
  assert.equal(roundTripOf([]), null);
});

test("a time has three significant digits", () => {
  assert.deepEqual([0.0364, 1.234, 12.34, 123.4].map(timeText), ["0.036", "1.23", "12.3", "123"]);
});
