import assert from "node:assert/strict";

import { checkDescriptors, openDescriptors } from "../support/descriptors.ts";
import { needsProc } from "../support/process-state.ts";
import { newSeed, randomFrom } from "../support/random.ts";
import { testUnless } from "../support/unless.ts";
import { startBlocked } from "./blocked.ts";
import { blockingNames } from "./blocking-calls.ts";
import { onEach, terminateRound } from "./terminate.ts";

checkDescriptors();
const skip = needsProc;

testUnless(skip)(
  "workers end when they are terminated in any call, and leave no descriptor",
  async () => {
    const seed = newSeed();
    console.info(`BSD_SOCKETS_SEED=${seed}`);
    const before = openDescriptors();
    const { blocked } = await terminateRound(randomFrom(seed), 6);
    assert.equal(blocked, blockingNames.length);
    assert.deepEqual(openDescriptors(), before);
  },
);

testUnless(skip)("a worker with a message waiting ends when it is terminated", async () => {
  await onEach(["recv", "accept", "DefaultSelector"], async (name) => {
    const { worker } = await startBlocked(name);
    worker.postMessage("waits");
    assert.equal(await worker.terminate(), 1);
  });
});
