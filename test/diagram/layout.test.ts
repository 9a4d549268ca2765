import assert from "node:assert/strict";

import { describe, test } from "vitest";

import type { Call } from "#internal/trace/call.js";
import type { Diagram, Lane } from "#internal/diagram/diagram.js";
import { layOut } from "#internal/diagram/layout.js";

import { makeCall, makeLanes, recordedLanes, recordedPairs } from "../support/calls.ts";
import { newSeed, randomFrom } from "../support/random.ts";

/** Returns each row as `side name part`. */
function rowsOf({ rows }: Diagram): string[] {
  return rows.map(({ side, call, part }) => `${side} ${call.name} ${part}`);
}

function at(start: number, duration: number, name: string, told: Partial<Call> = {}): Call {
  return makeCall(`${name}(3)`, { start, duration, ...told });
}

/** Checks what every diagram must satisfy. */
function checkLayout(lanes: readonly Lane[]): void {
  const { rows, bars } = layOut(lanes);
  const calls = lanes.flatMap((lane) => lane.calls);
  for (const [index, row] of rows.entries()) {
    assert.ok(index === 0 || row.time >= rows[index - 1]!.time, "rows are in order of time");
  }
  for (const call of calls) {
    const own = rows.filter((row) => row.call === call).map(({ part }) => part);
    assert.match(own.join(), /^(?:whole|start,end)$/u);
    const bar = bars.find((one) => one.call === call);
    assert.equal(own.length, bar === undefined ? 1 : 2);
    if (bar === undefined) continue;
    assert.deepEqual([rows[bar.first]!.call, rows[bar.first]!.part], [call, "start"]);
    assert.deepEqual([rows[bar.last]!.call, rows[bar.last]!.part], [call, "end"]);
  }
  // Bars of one lane that overlap are on different tracks.
  for (const one of bars) {
    for (const other of bars) {
      if (one === other || one.side !== other.side || one.track !== other.track) continue;
      assert.ok(one.last < other.first || other.last < one.first);
    }
  }
}

/** Consecutive calls of a thread. */
function randomCalls(random: () => number, thread: number): Call[] {
  let clock = random() * 0.01;
  return Array.from({ length: 30 }, () => {
    const start = clock;
    const duration = random() < 0.2 ? random() * 0.01 : random() * 0.0001;
    clock = start + duration + random() * 0.0002;
    return makeCall("read(3)", { start, duration, thread });
  });
}

describe("the layout", () => {
  test("puts calls on one clock", () => {
    const lanes = makeLanes([at(1, 0, "a"), at(3, 0, "c")], [at(2, 0, "b"), at(4, 0, "d")]);
    const whole = ["server a whole", "client b whole", "server c whole", "client d whole"];
    assert.deepEqual(rowsOf(layOut(lanes)), whole);
    assert.deepEqual(
      layOut(lanes).rows.map(({ time }) => time),
      [0, 1, 2, 3],
    );
  });

  test("spans a call if the other side did something during it", () => {
    const lanes = makeLanes([at(1, 0.0008, "accept")], [at(1.0004, 0.0001, "connect")]);
    const { bars } = layOut(lanes);
    const rows = ["server accept start", "client connect whole", "server accept end"];
    assert.deepEqual(rowsOf(layOut(lanes)), rows);
    assert.deepEqual(
      bars.map(({ first, last, isBlocked }) => [first, last, isBlocked]),
      [[0, 2, false]],
    );
  });

  test("spans both of two overlapping calls", () => {
    const lanes = makeLanes([at(1, 0.0004, "a")], [at(1.0002, 0.0004, "b")]);
    const rows = ["server a start", "client b start", "server a end", "client b end"];
    assert.deepEqual(rowsOf(layOut(lanes)), rows);
  });

  test("spans a long call, even if nothing else happened", () => {
    const { bars } = layOut(makeLanes([at(1, 0.5, "accept")]));
    assert.deepEqual(
      bars.map(({ isBlocked }) => isBlocked),
      [true],
    );
  });

  test("does not span calls that only touch", () => {
    const { bars } = layOut(makeLanes([at(1, 0.0005, "a")], [at(1.0005, 0, "b")]));
    assert.deepEqual(bars, []);
  });

  test("shows a pause, and ignores short gaps", () => {
    const { rows } = layOut(makeLanes([at(1, 0, "a"), at(1.001, 0, "b"), at(1.5, 0, "c")]));
    assert.deepEqual(
      rows.map(({ pause }) => pause > 0),
      [false, false, true],
    );
    assert.ok(Math.abs(rows[2]!.pause - 0.499) < 1e-9);
  });

  test("puts the calls of threads next to each other", () => {
    const one = at(1, 1, "one", { thread: 1 });
    const other = at(1.5, 1, "other", { thread: 2 });
    const { bars } = layOut(makeLanes([one, other]));
    assert.deepEqual(
      bars.map(({ call, track }) => [call.name, track]),
      [
        ["one", 0],
        ["other", 1],
      ],
    );
  });

  test("is empty without calls", () => {
    assert.deepEqual(layOut(makeLanes([])).rows, []);
  });

  for (const pair of recordedPairs) {
    test(`keeps its rules for the recording of ${pair}`, () => {
      checkLayout(recordedLanes(pair));
    });
  }

  test("keeps its rules for any calls", () => {
    const seed = newSeed();
    console.info(`seed ${seed}`);
    const random = randomFrom(seed);
    for (let run = 0; run < 20; run++) {
      const server = [...randomCalls(random, 1), ...randomCalls(random, 2)];
      checkLayout(makeLanes(server, randomCalls(random, 3)));
    }
  });
});
