// The ring programs do the same work in all languages, with every backend.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { type Command, cProgram, nodeProgram, pythonProgram } from "#internal/bench/commands.js";
import { compile } from "#internal/bench/compile.js";
import { run } from "#internal/bench/processes.js";
import type { Measurement } from "#internal/bench/workload.js";
import * as syscalls from "bsd-sockets/syscalls";
import { beforeAll, test } from "vitest";

const programs: readonly Command[] = [cProgram("ring"), nodeProgram("ring"), pythonProgram("ring")];
const COUNTS = ["selects", "reads", "writes"];
const TIMES = ["registration", "wait", "total", "unregistration"];

beforeAll(() => {
  compile("ring");
});

function countsOf(figures: Measurement): unknown {
  return COUNTS.map((name) => figures[name]);
}

async function assertCounts(options: string, expected: readonly number[]): Promise<void> {
  for (const program of programs) {
    const figures = await run(program, [...options.split(" "), "-r", 2, "-b", 1]);
    const twice = expected.map((count) => [count, count]);
    assert.deepEqual(countsOf(figures), twice, `${program.join(" ")} ${options}`);
    for (const name of TIMES) {
      assert.ok(
        figures[name]!.every((time) => time > 0),
        name,
      );
    }
  }
}

for (const method of syscalls.multiplexerBackends) {
  test(`${method}: one byte around the ring takes a wait, a read and a write for each step`, async () => {
    await assertCounts(`-m ${method} -n 7 -a 1 -w 20`, [21, 21, 21]);
  });

  test(`${method}: one wait reports everything that is ready`, async () => {
    await assertCounts(`-m ${method} -n 40 -a 40 -w 100`, [4, 140, 140]);
    await assertCounts(`-m ${method} -n 40 -a 3 -w 30`, [11, 33, 33]);
  });

  test(`${method}: churn does not change what is read and written`, async () => {
    await assertCounts(`-k churn -m ${method} -n 40 -a 4 -w 40`, [11, 44, 44]);
  });

  test(`${method}: with idle pairs, each active pair passes a byte back and forth`, async () => {
    await assertCounts(`-k idle -m ${method} -n 30 -a 5 -w 50`, [11, 55, 55]);
  });

  test(`${method}: every wait finds what stays ready, and the last reads it`, async () => {
    await assertCounts(`-k ready -m ${method} -n 30 -a 3 -w 20`, [20, 3, 3]);
  });

  test(`${method}: without active pairs there is no wait`, async () => {
    for (const program of programs) {
      const figures = await run(program, ["-m", method, "-n", 20, "-a", 0, "-w", 0, "-r", 3]);
      assert.deepEqual(
        countsOf(figures),
        COUNTS.map(() => [0, 0, 0]),
      );
      assert.ok([...figures["registration"]!, ...figures["unregistration"]!].every((t) => t > 0));
    }
  });
}

const refused = {
  "-n 0": /-n/u,
  "-n x": /-n/u,
  "-n 1000000000000": /-n/u,
  "-n 500000000": /-n 500000000/u,
  "-n 5 -a 6": /-a must not be above -n/u,
  "-n 5 -a 0": /-w needs -a above 0/u,
  "-r 0": /-r/u,
  "-w -1": /-w/u,
  "-m devpoll": /-m devpoll: not on this system/u,
  "-k square": /-k/u,
  "-x 1": /-x|use:/u,
  "-m select -n 600": /select is limited to FD_SETSIZE/u,
};

for (const [options, complaint] of Object.entries(refused)) {
  test(`${options} is refused without a stack trace`, () => {
    for (const [program, ...first] of programs) {
      const { status, stderr } = spawnSync(program, [...first, ...options.split(" ")], {
        encoding: "utf8",
      });
      assert.equal(status, 2, `${program}: ${stderr}`);
      assert.match(stderr, complaint);
      assert.doesNotMatch(stderr, /Traceback|\n {4}at /u);
    }
  });
}
