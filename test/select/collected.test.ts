import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as select from "bsd-sockets/select";

import { checkDescriptors, openDescriptors } from "../support/descriptors.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Collects garbage until a condition is true; the collector decides when finalizers run. */
async function collectUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

for (const [name, make] of Object.entries({ epoll: select.epoll, kqueue: select.kqueue })) {
  testUnless(make === undefined && "this system has no such call")(
    `${name}: an unclosed object is closed when it is collected, unless it is from fromfd`,
    async () => {
      const before = openDescriptors().length;
      (() => make!().fileno())();
      await collectUntil(() => openDescriptors().length === before);

      using kept = make!();
      const opened = openDescriptors().length;
      // When the next object has been closed, this one has been collected too.
      (() => make!.fromfd(kept.fileno()).closed)();
      (() => make!().fileno())();
      await collectUntil(() => openDescriptors().length === opened);
      assert.equal(kept.closed, false);
    },
  );
}
