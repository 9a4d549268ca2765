// A short run of every scenario of `npm run abuse`, several at a time.

import assert from "node:assert/strict";

import { describe } from "vitest";

import { newSeed, randomFrom } from "../support/random.ts";
import { testUnless } from "../support/unless.ts";
import { catalogue } from "./catalogue.ts";
import { needsDescriptors } from "./needs.ts";
import { short } from "./run.ts";

const MOST_CONNECTIONS = 500;
const SOAK_SECONDS = 3;

const seed = newSeed();
const order = { extent: short, soakSeconds: SOAK_SECONDS, random: randomFrom(seed) };

describe("the message server serves well-behaved clients under abuse", { concurrent: true }, () => {
  for (const { name, run, obstacle } of catalogue) {
    const skip = needsDescriptors(MOST_CONNECTIONS) || (obstacle?.() ?? false);
    testUnless(skip)(name, async () => {
      for (const result of await run(order)) {
        assert.deepEqual(
          result.problems,
          [],
          `BSD_SOCKETS_SEED=${seed} ${result.notes.join("; ")}`,
        );
      }
    });
  }
});
