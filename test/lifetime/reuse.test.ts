import assert from "node:assert/strict";

import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { needsProc } from "../support/process-state.ts";
import { newSeed, randomFrom } from "../support/random.ts";
import { testUnless } from "../support/unless.ts";
import { dropSockets } from "./garbage.ts";
import { move } from "./moved.ts";
import { reuse } from "./reuse.ts";

checkDescriptors();
const skip = needsProc;

testUnless(skip)(
  "threads that open and close at random see no bytes of another connection",
  async () => {
    const seed = newSeed();
    console.info(`BSD_SOCKETS_SEED=${seed}`);
    const { connections, bytes, closedUnderneath } = await reuse(seed, 60);
    assert.ok(closedUnderneath >= 60 && connections > closedUnderneath && bytes > 0);
  },
);

test("a socket that moves between threads by its number delivers its stream in order", async () => {
  const seed = newSeed();
  console.info(`BSD_SOCKETS_SEED=${seed}`);
  assert.ok((await move(randomFrom(seed), 20)) > 0);
});

test("collected sockets and buffers do not affect those in use", async () => {
  process.removeAllListeners("warning");
  assert.equal(await dropSockets(20), 20 * 5000);
});
