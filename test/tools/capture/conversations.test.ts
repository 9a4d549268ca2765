import assert from "node:assert/strict";
import { test } from "node:test";

import { newSeed, randomFrom } from "../../support/random.ts";
import { needsTool } from "../../support/tool.ts";
import { Conversation, type Passed } from "./conversation.ts";
import { capturedFrom, ourLines, tsharkLines } from "./tshark.ts";

const CONVERSATIONS = 150;
const STEPS = 60;

test(
  "what each segment is in its connection is what tshark says",
  { skip: needsTool("tshark") },
  () => {
    const seed = newSeed();
    const random = randomFrom(seed);
    const passed: Passed[] = [];
    for (let number = 0; number < CONVERSATIONS; number++) {
      // Some use the ports of one before them.
      const conversation = new Conversation(random, passed, 40_000 + (number % 100));
      conversation.begin();
      for (let step = 0; step < STEPS; step++) conversation.step();
    }
    const packets = capturedFrom(passed);
    assert.deepEqual(ourLines(packets), tsharkLines(packets), `BSD_SOCKETS_SEED=${seed}`);
  },
);
