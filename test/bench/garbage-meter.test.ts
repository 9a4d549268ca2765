import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { nodeProgram } from "#internal/bench/commands.js";
import { GarbageMeter } from "#internal/bench/garbage-meter.js";
import { run } from "#internal/bench/processes.js";

import { childFile } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

const FLAGS = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"];

async function garbageOf(file: string, ...parameters: (string | number)[]): Promise<number> {
  const measured = await run([process.execPath, ...FLAGS, file], parameters);
  assert.equal(measured["garbage"]?.length, 1);
  return measured["garbage"][0]!;
}

describe("GarbageMeter", { timeout: 60_000 }, () => {
  test("counts exactly what is allocated", async () => {
    const file = childFile("making-garbage");
    assert.equal(await garbageOf(file, "nothing"), 0);
    const numbers = await garbageOf(file, "numbers");
    assert.ok(numbers >= 800 && numbers <= 900, `an array of 100 numbers took ${numbers} bytes`);
    const buffer = await garbageOf(file, "buffer");
    assert.ok(buffer >= 10_000 && buffer <= 10_500, `a buffer of 10,000 bytes took ${buffer}`);
  });

  testUnless("gc" in globalThis)("needs --expose-gc", () => {
    assert.throws(() => new GarbageMeter(), /--expose-gc/u);
  });

  for (const name of ["echo-garbage", "echo-garbage-syscalls", "echo-garbage-net"]) {
    test(`${name} echoes small and large messages`, async () => {
      const [, file] = nodeProgram(name);
      const small = await garbageOf(file!, 64);
      assert.ok(small >= 0);
      assert.ok(Number.isFinite(await garbageOf(file!, 16_384)));
    });
  }
});
