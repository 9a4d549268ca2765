import assert from "node:assert/strict";

import { beforeAll, describe, test } from "vitest";

import { type Command, cProgram, nodeProgram, pythonProgram } from "#internal/bench/commands.js";
import { compile } from "#internal/bench/compile.js";
import { run } from "#internal/bench/processes.js";
import { calls } from "#internal/bench/workloads/calls.js";

const BURST = 64;
const metrics = calls.metrics.map(({ name }) => name);
const onlyOfSelectors = ["modifySame", "modifyData"];

// On a system without epoll, the C program has no epoll calls.
const isLinux = process.platform === "linux";
const withoutEpoll = metrics.filter((name) => !/^epoll|register|modify/u.test(name));
const raw = metrics.filter((name) => !onlyOfSelectors.includes(name));

const programs: [name: string, command: Command, claimed: string[]][] = [
  ["C", cProgram("calls"), isLinux ? raw : withoutEpoll],
  ["CPython", pythonProgram("calls"), metrics],
  ["socket and selectors", nodeProgram("calls"), metrics],
  ["syscalls", nodeProgram("calls-syscalls"), raw],
  ...calls.implementations
    .filter(({ name }) => name === "koffi")
    .filter((implementation) => calls.obstacle?.(implementation, {}) === undefined)
    .map(({ name }): [string, Command, string[]] => [name, nodeProgram("calls-koffi"), raw]),
];

describe("programs that time single calls", () => {
  beforeAll(() => {
    compile("calls");
  });

  for (const [name, command, claimed] of programs) {
    const here = claimed.filter((metric) => isLinux || metric !== "epollNothing").sort();

    test(`${name}: the requested number of calls, each with its result`, async () => {
      const counts = await run(command, ["-n", 1000, "-r", 2, "-c"]);
      assert.deepEqual(Object.keys(counts).sort(), here);
      for (const [metric, values] of Object.entries(counts)) {
        const bursts = metric === "accept" ? 2 : 16;
        assert.deepEqual(values, [bursts * BURST, bursts * BURST], metric);
      }
    });

    test(`${name}: a positive figure for each batch`, async () => {
      const measurement = await run(command, ["-n", 64, "-r", 3]);
      assert.deepEqual(Object.keys(measurement).sort(), here);
      for (const [metric, values] of Object.entries(measurement)) {
        assert.equal(values.length, 3, metric);
        for (const value of values) assert.ok(value > 0, `${metric}: ${value}`);
      }
    });
  }
});
