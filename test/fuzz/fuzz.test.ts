import assert from "node:assert/strict";

import { afterAll, test } from "vitest";

import { newSeed } from "../support/random.ts";
import { describeUnless } from "../support/unless.ts";
import { readKept } from "./engine/kept.ts";
import { describeFigures } from "./report.ts";
import { targets } from "./targets/index.ts";

/** A short run of each target; `npm run fuzz` does more. */
const MILLISECONDS = 1200;
const seed = newSeed();

for (const target of targets) {
  describeUnless(target.missing())(target.name, () => {
    afterAll(async () => {
      await target.close();
    });

    for (const kind of ["crashes", "corpus"] as const) {
      test(`its saved ${kind} do not fail`, async () => {
        for (const { path, input } of readKept(kind, target.name)) {
          await assert.doesNotReject(target.replay(input), path);
        }
      });
    }

    test("no new input fails", async () => {
      const until = performance.now() + MILLISECONDS;
      const figures = await target.fuzz({ seed, until, keepsCorpus: false });
      console.info(`BSD_SOCKETS_SEED=${seed}: ${describeFigures(figures)}`);
      assert.ok(figures.inputs > 0);
      assert.deepEqual(figures.crashes, [], `BSD_SOCKETS_SEED=${seed}`);
    });
  });
}
